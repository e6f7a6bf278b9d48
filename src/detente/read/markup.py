"""Plain text out of a piece of HTML, such as the body of a feed entry; for whole pages see `article`."""

import re
from html.entities import html5
from typing import Any

_TAG = re.compile(
    r"</?(?:a|abbr|article|aside|b|blockquote|body|br|cite|code|dd|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]"
    r"|head|header|hr|html|i|iframe|img|input|label|li|link|main|meta|nav|object|ol|p|picture|pre|q|s|script|section"
    r"|small|source|span|strong|style|sub|sup|svg|table|tbody|td|template|tfoot|th|thead|time|title|tr|u|ul|video)"
    r"(?=[\s/>])[^<>]*+(?:>|\Z)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|([a-z][a-z0-9]{1,31}));", re.IGNORECASE)
_UNREAD = frozenset({"script", "style", "template", "iframe", "object", "svg", "head", "noscript", "form", "video"})
_LINES = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
_CELLS = frozenset({"td", "th"})
_LAYERS = 3  # how often a feed may have escaped its HTML


def looks_like_html(text: str) -> bool:
    """Whether a text has a tag or a named character of HTML in it."""
    return bool(_TAG.search(text)) or any(
        found[1] is None or f"{found[1]};" in html5 for found in _REFERENCE.finditer(text)
    )


def plain(markup: str) -> str:
    """The text without a tag, one line a paragraph.

    Some feeds escape their HTML twice, so that the text of the first reading is HTML again.
    """
    for _ in range(_LAYERS):
        markup = _unpacked(markup)
        if not looks_like_html(markup):
            return markup
    return _lines(_TAG.sub(" ", markup))


def _unpacked(markup: str) -> str:
    if not looks_like_html(markup):
        return _lines(markup)
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415  (slow to import; only some feeds need it)

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(f"<div>{markup}</div>".encode(), parser)
    return "" if root is None else _lines("".join(_pieces(root, etree.iterwalk)))


def _pieces(root: Any, iterwalk: Any) -> list[str]:  # noqa: ANN401  (lxml has no types)
    # A walk and no recursion: the depth is a stranger's to choose.
    pieces: list[str] = []
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        border = "\n" if element.tag in _LINES else " " if element.tag in _CELLS else ""
        pieces.append(border)
        if event == "end":
            pieces.append(element.tail or "" if element is not root else "")
        elif element.tag in _UNREAD:
            walk.skip_subtree()
        else:
            pieces.append(element.text or "")
    return pieces


def _lines(text: str) -> str:
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)
