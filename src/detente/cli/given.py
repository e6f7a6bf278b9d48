"""What commands are given and what they write to: options, documents, the clock, the screen."""

import importlib.util
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from detente.corpus.manifest import is_corpus
from detente.errors import UsageError
from detente.export import Item, Screen
from detente.model import Document, Refusal
from detente.model.reading import Filed
from detente.pipeline import Reader, Second
from detente.read import read as read_documents
from detente.reference.languages import languages as language_codes
from detente.settings import Settings, wants_colour

if TYPE_CHECKING:
    from detente.read.web import Web

_SYMBOLS = "●○◌✕⊘–·↔“”"


def examples(*commands: str) -> str:
    """What stands under the help of a command."""
    return "\b\nExamples:\n" + "\n".join(f"  {command}" for command in commands)


def parse_day(text: str) -> date:
    """A day as it is typed."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2021-11-03") from error


def _parse_language(code: str) -> str:
    if code not in language_codes():
        raise typer.BadParameter(f"no language file for {code!r}; there are {', '.join(language_codes())}")
    return code


def parse_columns(pairs: Iterable[str]) -> dict[str, str]:
    """Our field name -> theirs, from pairs such as `text=body,id=key`."""
    columns = {}
    for pair in ",".join(pairs).split(","):
        ours, equals, theirs = pair.strip().partition("=")
        if pair.strip() and not (ours and equals and theirs):
            raise typer.BadParameter(f"{pair!r} is no mapping; write text=body", param_hint="--columns")
        if pair.strip():
            columns[ours] = theirs
    return columns


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATHS",
        help="Files (.txt .md .html .json .jsonl, also .gz), folders, addresses (https://...), - for standard input.",
    ),
]
File = Annotated[
    str, typer.Argument(metavar="FILE", help="A file or address as for `detente read`, or - for standard input.")
]
Published = Annotated[
    date | None,
    typer.Option(parser=parse_day, metavar="DAY", help="Day of publication (2021-11-03) of documents that state none."),
]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Publisher of documents that state none.")]
Lang = Annotated[
    str | None,
    typer.Option(parser=_parse_language, metavar="XX", help="Language (ISO 639-1) of documents that state none."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(metavar="OURS=THEIRS", help="Names of JSON fields, such as text=body,id=key. May be repeated."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the caller says of the documents."""

    paths: Sequence[str]
    published: date | None
    outlet: str | None
    lang: str | None
    columns: dict[str, str]


def today() -> date:
    """The day of whoever types the command: the clock, read here only."""
    return date.today()  # noqa: DTZ011, TID251  (see above)


def now(*, exact: bool = False) -> str:
    """This second in UTC, or this microsecond: the clock, read here only."""
    form = "%Y-%m-%dT%H:%M:%S.%fZ" if exact else "%Y-%m-%dT%H:%M:%SZ"
    return datetime.now(UTC).strftime(form)  # noqa: TID251  (see above)


def make_reader(settings: Settings, second: Second | None = None) -> Reader:
    """A reader with the caller's settings, as of today.

    Args:
        second: a language model that reads too.
    """
    return Reader(latest=today(), overlay=settings.overlay, cache=settings.cache, second=second)


def read_items(items: Iterable[Document | Filed | Refusal], reader: Reader) -> Iterator[Item]:
    """What came of each document, in order; what stands in a corpus is read again."""
    for found in items:
        if isinstance(found, Refusal):
            yield Item(outcome=found)
        else:
            document = replace(found.document, junk=()) if isinstance(found, Filed) else found
            yield Item(outcome=reader.read(document), document=document)


def documents_of(
    given: Given, settings: Settings, web: "Web | None", reader: Reader
) -> Iterator[Document | Filed | Refusal]:
    """Everything that was given, addresses from the network; readings of what `detente corpus` has read."""
    for corpus, paths in groupby(given.paths, key=is_corpus):
        if corpus:
            yield from _stored(paths, reader)
        else:
            yield from read_documents(
                paths,
                columns=given.columns,
                published=given.published,
                outlet=given.outlet,
                lang=given.lang,
                stdin=sys.stdin.buffer,
                limits=settings.limits,
                web=web,
            )


def refusals_of(given: Given) -> Iterator[Refusal]:
    """What was refused when the corpora given were read; it has been told then."""
    folders = [path for path in given.paths if is_corpus(path)]
    if folders:
        from detente.corpus.stored import stored_refusals  # noqa: PLC0415  (an extra; takes a fifth of a second)

        for folder in folders:
            yield from stored_refusals(Path(folder))


def _stored(folders: Iterable[str], reader: Reader) -> Iterator[Document | Filed | Refusal]:
    if importlib.util.find_spec("pyarrow") is None:
        raise UsageError("a corpus is read with pyarrow; install it with: pip install 'detente[corpus]'")
    from detente.corpus.stored import stored  # noqa: PLC0415  (an extra; takes a fifth of a second)
    from detente.corpus.version import version_of  # noqa: PLC0415

    for folder in folders:
        yield from stored(Path(folder), version_of(reader.registry))


def screen_of(stream: TextIO) -> Screen:
    """What a stream can show."""
    try:
        _SYMBOLS.encode(stream.encoding or "ascii")
        symbols = True
    except UnicodeEncodeError:
        symbols = False
    width = shutil.get_terminal_size().columns
    return Screen(width=width, colour=wants_colour(terminal=stream.isatty()), symbols=symbols)


def write(chunks: Iterable[str], stream: TextIO) -> None:
    """Write each chunk at once, so that the first contact is seen while the others are read."""
    for chunk in chunks:
        stream.write(chunk)
        stream.flush()
