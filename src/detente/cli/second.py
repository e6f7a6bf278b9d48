"""A language model as a second reader of a command: which one, which documents, what it may cost and what it did."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from detente.cli.watched import Watched
from detente.errors import UsageError
from detente.export.screen import one_line
from detente.extract import EXTRACTORS
from detente.model import Document, Refusal
from detente.model.reading import Filed
from detente.pipeline import Reader
from detente.settings import Settings, model_options

if TYPE_CHECKING:
    from detente.consult.model import Model
    from detente.consult.telling import About
    from detente.extract.llm.worth import When

MODEL_FAILED = 7

Extractor = Annotated[
    Literal["rules", "llm", "both"],
    typer.Option("--extractor", metavar="|".join(EXTRACTORS), help="Who reads: the rules, a language model, or both."),
]
AskWhen = Annotated[
    Literal["uncertain", "found", "all"] | None,
    typer.Option(
        "--llm-when",
        metavar="uncertain|found|all",
        help="Which documents the model is asked about, by what the rules made of them.",
    ),
]


@contextmanager
def second_reader(
    extractor: str,
    when: str | None,
    settings: Settings,
    *,
    about: "About" = "documents",
    instead: str = "use --extractor rules",
) -> "Iterator[Model | None]":
    """The model that a command is to ask, None for the rules alone; what it did is told on standard error at the end.

    Args:
        about: what it is asked about, for what is told.
        instead: what to do without a model, told to who has none.

    Raises:
        UsageError: nobody said where the model is.
    """
    if extractor == "rules":
        if when is not None:
            raise UsageError("--llm-when is for a model; add --extractor both, or llm")
        yield None
        return
    options = model_options(settings, instead=instead)
    from detente.consult.model import model_of  # noqa: PLC0415  (brings httpx and pydantic)
    from detente.consult.store import Store  # noqa: PLC0415
    from detente.consult.telling import told  # noqa: PLC0415

    alone = extractor == "llm"
    asked = cast("When", when or settings.llm.get("when") or ("all" if alone else "uncertain"))
    with Store(settings.cache) as store:
        model = model_of(options, store, alone=alone, when=asked)
        try:
            yield model
        finally:  # also when a watch is stopped
            for line in told(model.name, model.budget, model.last_failure, about):
                typer.echo(one_line(line), err=True)


def announced(
    items: Iterable[Document | Filed | Refusal],
    reader: Reader,
    model: "Model | None",
    known: Callable[[Document], bool] = lambda _: False,
) -> Iterator[Document | Filed | Refusal]:
    """The items, after it has been told how many calls they will cost.

    All are read by the rules first, so with a model they are held in memory.

    Args:
        known: whether a document is not going to be read at all.
    """
    if model is None:
        yield from items
        return
    from detente.extract.llm import prompt_of  # noqa: PLC0415  (as above)

    held = list(items)
    documents = wanted = stored = 0
    for item in held:
        document = item.document if isinstance(item, Filed) else item
        if isinstance(document, Refusal) or known(document):
            continue
        reading = reader.read_by_rules(document)
        if isinstance(reading, Refusal):
            continue
        documents += 1
        if model.wants(reading):
            wanted += 1
            stored += model.knows(prompt_of(reading.document, reading.lang))
    announce(model, documents=documents, wanted=wanted, stored=stored)
    yield from held


def announce(model: "Model", *, documents: int, wanted: int, stored: int) -> None:
    """Tell how many calls documents are going to cost, before the first one; nothing of no documents.

    Args:
        wanted: how many of them are worth a question.
        stored: how many of those have an answer in the store.
    """
    from detente.consult.telling import expected  # noqa: PLC0415  (as above)

    if documents:
        line = expected(model.name, documents=documents, wanted=wanted, stored=stored, left=model.budget.calls_left)
        typer.echo(one_line(line), err=True)


def exit_code(watched: Watched, model: "Model | None") -> int:
    """That of what was read; when all was, `MODEL_FAILED` where the model gave no usable answer."""
    failed = model is not None and bool(model.budget.failures)
    return watched.exit_code or (MODEL_FAILED if failed else 0)
