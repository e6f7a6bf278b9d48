"""The codebook's form of a contact, and files of documents labelled by hand."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from detente.errors import UsageError


class LabelledParty(msgspec.Struct, frozen=True, kw_only=True):
    """A person or delegation; `name` is None when only the office or delegation is known."""

    name: str | None = None
    side: str = ""
    office: str | None = None


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """A contact in the form of the codebook; docs/reference/gold-format.md explains each field.

    Attributes:
        start, end: first and last possible day; one alone stands for both, none for an unknown time.
        optional: whether finding it or not counts for nothing.
        quotes: verbatim passages of the text.
    """

    kind: str
    status: str
    sides: tuple[str, ...]
    parties: tuple[LabelledParty, ...] = ()
    start: date | None = None
    end: date | None = None
    place: str | None = None
    asked_by: str | None = None
    topics: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    optional: bool = False
    quotes: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Names of the parties that have one, in order."""
        return [party.name for party in self.parties if party.name]

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last possible day, None when the time is unknown."""
        first, last = self.start or self.end, self.end or self.start
        return None if first is None or last is None else (first, last)


class Labelled(msgspec.Struct, frozen=True, kw_only=True):
    """A document with the contacts that careful readers found in it.

    Attributes:
        text: of the document, without its title in some files; None where the file has it under another name.
        state: `proposed` for what a program proposes and nobody has accepted, which is no label; without one, a
            person wrote it.
    """

    id: str
    contacts: tuple[Contact, ...]
    lang: str = ""
    text: str | None = None
    state: Literal["proposed", "accepted"] | None = None


def load_labels(path: Path) -> Mapping[str, Labelled]:
    """Id -> labelled document, in the order of the file.

    Args:
        path: JSON Lines in the codebook's form, UTF-8.

    Raises:
        UsageError: naming file and line of a line that is not in this form, or of an id that stands twice.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file; give a file of labelled documents, one JSON object a line")
    labels: dict[str, Labelled] = {}
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            one = msgspec.json.decode(line, type=Labelled)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"{path}:{number}: {error}; docs/reference/gold-format.md shows the form") from error
        if one.id in labels:
            raise UsageError(f"{path}:{number}: the id {one.id!r} stands twice; give each document its own")
        labels[one.id] = one
    if not labels:
        raise UsageError(f"{path}: no labelled documents in it")
    return labels


def accepted(labels: Mapping[str, Labelled], path: Path) -> Mapping[str, Labelled]:
    """The documents whose contacts a person answers for.

    Args:
        path: of the file, for the message.

    Raises:
        UsageError: there is none.
    """
    found = {name: one for name, one in labels.items() if one.state != "proposed"}
    if not found:
        raise UsageError(
            f"{path}: nobody has accepted any of its {len(labels):,} documents; mend what is proposed for one, and "
            'make its "state" "accepted"'
        )
    return found


def contacts_of(rows: object) -> tuple[Contact, ...]:
    """Contacts from plain values in the codebook's form, as `detente read --format gold` writes them."""
    return msgspec.convert(rows, tuple[Contact, ...])
