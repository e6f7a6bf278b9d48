"""A reader for tests of exports: they show what really was read."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from detente import Document, Reader, Reading, Refusal, Span
from detente.export import Item

Read = Callable[..., Item]


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(latest=date(2026, 1, 1), cache=Path(tmp_path_factory.mktemp("cache")))


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
