"""`detente annotate`: proposals in the gold form, for a person to accept or mend."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.fetching import plain_web
from detente.cli.given import (
    Columns,
    Given,
    Lang,
    Outlet,
    Paths,
    Published,
    documents_of,
    make_reader,
    parse_columns,
    read_items,
    write,
)
from detente.cli.second import AskWhen, Extractor, announced, exit_code, second_reader
from detente.cli.watched import Watched
from detente.export.file import lines_added
from detente.export.proposals import proposal
from detente.export.screen import one_line
from detente.export.table import counted
from detente.measure import load_labels
from detente.model import Document, Refusal
from detente.model.reading import Filed
from detente.settings import load_settings


class _Known:
    """The documents that a file of labels has, which stay as they are; a class because it grows with the file.

    Args:
        path: of the file; it need not be there yet.

    Raises:
        UsageError: a line of it is not in the gold form.
    """

    def __init__(self, path: Path) -> None:
        old = load_labels(path).values() if path.is_file() and path.stat().st_size else ()
        self._texts = {one.id: one.text for one in old}
        self.kept = self.added = 0

    def without(self, items: Iterable[Document | Filed | Refusal]) -> Iterator[Document | Filed | Refusal]:
        """What the file does not have yet; tells of a document that it has with another text."""
        for item in items:
            document = item.document if isinstance(item, Filed) else item
            if isinstance(document, Refusal):
                yield item
            elif document.id not in self._texts:
                self._texts[document.id] = document.text
                self.added += 1
                yield item
            else:
                self.kept += 1
                text = self._texts[document.id]
                if text is not None and not document.text.endswith(text):
                    told = f"{document.id}: the file has it with another text, and stays as it is; give one another id"
                    typer.echo(one_line(told), err=True)


def annotate(  # noqa: PLR0913  (each is an option of the command)
    paths: Paths,
    *,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="JSON Lines in the gold form; lines are added to it.")
    ],
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    columns: Columns = None,
    extractor: Extractor = "rules",
    when: AskWhen = None,
) -> None:
    """Propose annotations for a person to accept or mend.

    Writes a line in the gold form for each document, with its text and the contacts that were read, who proposes each
    of them and the words of every value. Its "state" is "proposed", and `detente eval` leaves it out until a person has
    made that "accepted". What stands in FILE stays as it is, so the command may be run again with more documents.
    """
    given = Given(paths=paths, published=published, outlet=outlet, lang=lang, columns=parse_columns(columns or []))
    settings, known = load_settings(), _Known(out)
    with (
        Watched(quiet=False) as watched,
        second_reader(extractor, when, settings) as model,
        lines_added(out) as stream,  # before anybody is asked, so that no answer is paid for that cannot be kept
    ):
        reader = make_reader(settings, model)
        documents = known.without(documents_of(given, settings, plain_web(settings, given), reader))
        items = watched.counting(read_items(announced(documents, reader, model), reader))
        write(map(proposal, items), stream)
    told = f"{counted(known.added, 'document')} proposed in {out}"
    typer.echo(one_line(f"{told}, {known.kept:,} there before" if known.kept else told))
    raise typer.Exit(exit_code(watched, model))
