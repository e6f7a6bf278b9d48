"""`detente eval`: how well labelled documents are read."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

import typer

from detente.cli.given import make_reader, read_items, screen_of, write
from detente.cli.second import AskWhen, Extractor, announced, exit_code, second_reader
from detente.cli.watched import Watched
from detente.errors import UsageError
from detente.export import Item
from detente.export.gold import gold_row
from detente.export.table import counted
from detente.measure import Labelled, Read, accepted, contacts_of, find_causes, load_labels, measure
from detente.model import Document, Refusal
from detente.read import read as read_documents
from detente.settings import Settings, load_settings

By = Literal["language", "kind", "status"]


def evaluate(  # noqa: PLR0913  (each is an option of the command)
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Labelled documents in the gold form, JSON Lines.")],
    *,
    extractor: Extractor = "rules",
    compared: Annotated[
        bool,
        typer.Option(
            "--compare", help="Show the rules, the model and both side by side, by language, and what each costs."
        ),
    ] = False,
    when: AskWhen = None,
    by: Annotated[
        By | None, typer.Option(metavar="language|kind|status", help="Show the figures of each such group besides.")
    ] = None,
    causes: Annotated[
        int, typer.Option(min=0, metavar="N", help="Show the mistakes grouped by cause, N of each in full.")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Write the figures as one JSON object.")] = False,
) -> None:
    """Measure how well labelled documents are read.

    Prints precision, recall and F1 of contacts with 95 % confidence intervals (bootstrap over documents), strict F1
    (sides, kind and status equal, days not in conflict), false alarms, and each field on the contacts found. With
    --compare the model is asked once about every document, or about those that --llm-when names. Documents whose
    "state" is "proposed" (`detente annotate`) are left out.
    """
    from detente.export.figures import causes_list, figures_json, figures_table  # noqa: PLC0415  (as in reading)

    if compared and (extractor != "rules" or by is not None or causes):
        raise UsageError("--compare shows all readers by language; leave --extractor, --by and --causes out")
    settings, screen = load_settings(), screen_of(sys.stdout)
    labels, documents = _labelled(gold, settings)
    if compared:
        from detente.cli.comparing import compare  # noqa: PLC0415  (brings pydantic)

        raise typer.Exit(compare(labels, documents, settings, when, as_json=as_json))
    with Watched(quiet=False) as watched, second_reader(extractor, when, settings) as model:
        reader = make_reader(settings, model)
        items = announced(documents, reader, model)
        found = _by_id(watched.counting(read_items(items, reader)))
    whole, groups = measure(labels.values(), {name: one.contacts for name, one in found.items()}, by)
    if as_json:
        write([figures_json(whole, groups)], sys.stdout)
    else:
        write(figures_table(whole, groups, screen), sys.stdout)
        write(causes_list(find_causes(labels.values(), found), causes, screen) if causes else (), sys.stdout)
    raise typer.Exit(exit_code(watched, model))


def _labelled(gold: Path, settings: Settings) -> tuple[Mapping[str, Labelled], Iterator[Document | Refusal]]:
    """The labels that a person answers for, and their documents; says how many others there are."""
    labels = load_labels(gold)
    kept = accepted(labels, gold)
    left_out = labels.keys() - kept.keys()
    if left_out:
        told = f"{counted(len(left_out), 'document')} left out: nobody has accepted what is proposed for them"
        typer.echo(f"{told}; {counted(len(kept), 'document')} measured", err=True)
    documents = read_documents([str(gold)], limits=settings.limits)
    return kept, (one for one in documents if isinstance(one, Refusal) or one.id not in left_out)


def _by_id(items: Iterable[Item]) -> dict[str, Read]:
    """Id -> what came of the document; one that was refused has no contacts."""
    found = {}
    for item in items:
        if item.document is None:
            continue
        reports = () if isinstance(item.outcome, Refusal) else item.outcome.reports
        row = gold_row(item.document, reports, item.document.lang)
        found[item.document.id] = Read(outcome=item.outcome, contacts=contacts_of(row["contacts"]))
    return found
