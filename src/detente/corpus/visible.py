"""What a reader of a page sees, roughly and fast: for a first look, never for evidence."""

import html
import re
from collections.abc import Iterator
from contextlib import suppress

from detente.read.decode import declared_in, decode, in_utf8

# What these hold is no text of the page; a page has some forty of them, and most of its bytes stand there.
_UNSEEN = re.compile(rb"<(script|style|svg|template|!--)")
_COMMENT_END = b"-->"
_ENDS = {
    b"script": b"</script",
    b"style": b"</style",
    b"svg": b"</svg",
    b"template": b"</template",
    b"!--": _COMMENT_END,
}
# Links with no text beside them: menus, and the headlines of other articles. One with a paragraph in it is left, since
# some sites forget to close a link before the article.
_LINKS = re.compile(
    rb">(?:\s*+<a\s[^>]*+>[^<]*+(?:<(?!/?(?:a|p)[\s>])[^>]*+>[^<]*+)*+</a>)++\s*+(?=<)",
    re.IGNORECASE,
)
_TAG = re.compile(rb"<[^>]*>?")  # a last one that never ends is none of the text either, as in a browser
_SHORTEST = 20  # letters; of a sentence that says who met whom, also in Chinese; menus have shorter ones
_BLOCK = re.compile(r"\n[^\S\n]*\n\s*")


def paragraphs(markup: bytes, charset: str | None) -> list[str]:
    """The text of a page by paragraphs, without those that are nothing but links.

    A paragraph ends where two tags stand beside each other, since one alone is mostly a link or a word in bold.

    Args:
        markup: the page.
        charset: the encoding that came with the page, None to believe its head.

    Raises:
        UnreadableError: empty, binary or encoding.
    """
    markup = in_utf8(markup)
    seen = _LINKS.sub(b">", b"".join(_seen(markup)))
    text = _decoded(_TAG.sub(b"\n", seen), charset or declared_in(markup))
    return [" ".join(block.split()) for block in _BLOCK.split(html.unescape(text)) if len(block) >= _SHORTEST]


def _decoded(seen: bytes, charset: str | None) -> str:
    """As `decode`, at once for what is UTF-8 beyond doubt."""
    if not seen.isascii() or charset is None:
        with suppress(UnicodeDecodeError):
            return seen.decode()
    return decode(seen, charset)


def _seen(markup: bytes) -> Iterator[bytes]:
    """The pieces of a page that are not inside a script, style, drawing or comment."""
    folded = markup.lower()  # once: a page may have a hundred thousand of them, written in capitals
    at = 0
    while found := _UNSEEN.search(folded, at):
        yield markup[at : found.start()]
        end = _ENDS[found[1]]
        at = folded.find(end, found.end())
        if at < 0:
            return  # never closed: all that follows is unseen, as in a browser
        at += len(end) if end == _COMMENT_END else 0  # of an element the closing tag is left, which tells blocks apart
    yield markup[at:]
