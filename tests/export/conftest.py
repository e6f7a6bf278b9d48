"""A reader for tests of exports: they show what really was read."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from detente import Document, Reader, Reading, Refusal, Span
from detente.cli import app
from detente.export import Item
from detente.export.formats import EXPORTS
from detente.ledger import Extractor, Ledger
from detente.read import read as read_documents
from detente.reference.bodies import body_names
from detente.reference.places import place_sides

ARCHIVE = Path(__file__).with_name("archive.jsonl")
Read = Callable[..., Item]


@pytest.fixture(scope="session")
def reading(reader: Reader) -> Read:
    """Text, title and day to an item as the command makes it."""

    def read(text: str, *, title: str = "", published: date | None = None, lang: str = "en") -> Item:
        whole = f"{title}\n\n{text}" if title else text
        span = Span(start=0, end=len(title)) if title else None
        document = Document(id="article.txt", text=whole, title=span, published=published, lang=lang)
        outcome = reader.read(document)
        assert isinstance(outcome, Reading | Refusal)
        return Item(outcome=outcome, document=document)

    return read


Filled = Callable[[Path, Iterable[Document | Refusal]], Path]


@pytest.fixture(scope="session")
def filled(reader: Reader) -> Filled:
    """A ledger with these documents, each learned on its day of publication."""

    def fill(path: Path, documents: Iterable[Document | Refusal]) -> Path:
        extractor = Extractor(
            read=reader.read,
            version=reader.version,
            places=place_sides(reader.registry),
            bodies=body_names(reader.registry),
        )
        with Ledger.open(path, create=True) as book:
            list(book.add(documents, extractor, at="2026-11-22T00:00:00Z", as_published=True))
            book.refresh()
        return path

    return fill


@pytest.fixture(scope="session")
def ledger(filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of fourteen invented articles."""
    return filled(tmp_path_factory.mktemp("ledger") / "archive.ledger", read_documents([str(ARCHIVE)]))


@pytest.fixture
def run_export(ledger: Path) -> Callable[..., Result]:
    """The command in this process, on that ledger unless another is named."""

    def run(*arguments: str | Path, book: Path = ledger) -> Result:
        return CliRunner().invoke(app, ["export", *map(str, arguments), "--ledger", str(book)])

    return run


@pytest.fixture
def export(run_export: Callable[..., Result], ledger: Path, tmp_path: Path) -> Callable[..., bytes]:
    """What an export writes to a file."""

    def made(form: str, *arguments: str, book: Path = ledger) -> bytes:
        path = tmp_path / f"{form}{EXPORTS[form].suffix}"
        result = run_export(form, *arguments, "--out", path, book=book)
        assert result.exit_code == 0, result.stderr
        return path.read_bytes()

    return made
