"""Plain text files."""

from collections.abc import Iterator

from detente.model import Document, Refusal
from detente.read.compose import first_line_title
from detente.read.decode import decode
from detente.read.run import Run, Source


def read_text(source: Source, run: Run) -> Iterator[Document | Refusal]:
    """The file as one document; its first line is the title when it is short and more follows.

    Raises:
        UnreadableError: too-large, empty, binary or encoding.
    """
    text = decode(source.whole(run.limits.text_bytes), source.charset)
    yield Document(
        id=source.name,
        text=text,
        title=first_line_title(text),
        published=run.published,
        lang=run.lang,
        outlet=run.outlet,
        url=source.address or None,
    )
