"""One reader for all tests: building a language takes a good part of a second."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from detente import Document, Reader, Reading, Span
from detente.export.gold import gold_row

# How long an example takes says more of the machine than of the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
LATEST = date(2026, 11, 22)
# A Wednesday.
PUBLISHED = "2024-05-15"


@pytest.fixture(scope="session", autouse=True)
def children_are_compiled_once() -> Iterator[None]:
    """Python keeps what it compiles, as it does for users: the tests start hundreds of processes."""
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


@pytest.fixture(scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder of caches (XDG_CACHE_HOME) for the compiled registry and languages, shared by all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    # Each worker of xdist has a folder of its own in that of the run.
    folder = (base.parent if hasattr(request.config, "workerinput") else base) / "caches"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def reader(caches: Path) -> Reader:
    """The reader of the package, as of a fixed day."""
    return Reader(latest=LATEST, cache=caches / "detente")


@pytest.fixture(scope="session")
def read_news(reader: Reader) -> Callable[..., Reading]:
    """Reads one text; `day` is its day of publication, None for a text without one."""

    def read(  # noqa: PLR0913 one value a field of Document
        text: str,
        lang: str = "en",
        *,
        day: str | None = PUBLISHED,
        title: str | None = None,
        outlet: str | None = None,
        url: str | None = None,
    ) -> Reading:
        document = Document(
            id="news",
            text=text if title is None else f"{title}\n\n{text}",
            title=None if title is None else Span(start=0, end=len(title)),
            published=None if day is None else date.fromisoformat(day),
            lang=lang,
            outlet=outlet,
            url=url,
        )
        outcome = reader.read(document)
        assert isinstance(outcome, Reading), outcome
        return outcome

    return read


@pytest.fixture(scope="session")
def contacts_in(read_news: Callable[..., Reading]) -> Callable[..., list[dict[str, Any]]]:
    """Reads one text as `read_news` does and gives its contacts in the form of the codebook."""

    def contacts(text: str, lang: str = "en", **about: str | None) -> list[dict[str, Any]]:
        reading = read_news(text, lang, **about)
        found: list[dict[str, Any]] = gold_row(reading.document, reading.reports, reading.lang)["contacts"]
        return found

    return contacts
