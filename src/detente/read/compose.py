"""One text from a title and a body, and the title of a text."""

from detente.model import Span

LONGEST_TITLE = 300
_LONG_ENOUGH = 20  # a title of so many letters at the head of a running line is the title, not a chance word


def compose(title: str, body: str) -> tuple[str, Span | None]:
    """The text of a document and where its title stands in it.

    The body stays as it is. The title, written on one line, goes before it with a blank line between, unless the body
    already begins with it.
    """
    title = " ".join(title.split())
    if not title:
        return body, None
    start = len(body) - len(body.lstrip())
    if body.startswith(title, start) and _stands_alone(title, body[start + len(title) :]):
        return body, Span(start=start, end=start + len(title))
    text = f"{title}\n\n{body}" if body.strip() else title
    return text, Span(start=0, end=len(title))


def first_line_title(text: str) -> Span | None:
    """The first line that is not blank, when it is short and more text follows."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    if end < 0 or not text[end:].strip():
        return None
    line = text[start:end]
    title = line.lstrip("# ").rstrip()  # a heading of Markdown
    if not title or len(title) > LONGEST_TITLE:
        return None
    start += len(line) - len(line.lstrip("# "))
    return Span(start=start, end=start + len(title))


def _stands_alone(title: str, rest: str) -> bool:
    line_end = not rest.partition("\n")[0].strip()
    return line_end or (len(title) >= _LONG_ENOUGH and rest[0].isspace())
