"""People's judgements: made from what they point at, written as lines, and two coders compared."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from detente.errors import UsageError
from detente.ledger.filing import judgement_key, judgement_of
from detente.ledger.queries import contact_id, rejection_of
from detente.merge import corrected_value
from detente.model.contact import Judgement
from detente.model.listing import Agreement, Disagreement

VERDICTS = ("merge", "split", "correct", "reject", "confirm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """Who judges, when and why.

    Attributes:
        at: ISO 8601 with seconds, in UTC.
    """

    by: str
    at: str
    why: str = ""


def merging(connection: sqlite3.Connection, contacts: Sequence[str], coder: Coder) -> Judgement:
    """These contacts are one.

    Raises:
        UsageError: fewer than two contacts, or one that there is not.
    """
    ids = dict.fromkeys(contact_id(connection, one) for one in contacts)
    if len(ids) < 2:  # noqa: PLR2004
        raise UsageError("a merge needs two different contacts")
    return _judgement(coder, "merge", [handle for one in ids for handle in reports_of(connection, one)])


def splitting(connection: sqlite3.Connection, contact: str, reports: Iterable[str], coder: Coder) -> Judgement:
    """Some reports of a contact are of another one.

    Raises:
        UsageError: a report that is not one of the contact, all of them, or none.
    """
    asked = contact_id(connection, contact)
    known, moved = reports_of(connection, asked), sorted(set(reports))
    foreign = [handle for handle in moved if handle not in known]
    if foreign:
        raise UsageError(f"{foreign[0]} is no report of {asked}; `detente show {asked}` lists them")
    rest = [handle for handle in known if handle not in moved]
    if not moved or not rest:
        raise UsageError("a split needs some reports of the contact, but not all")
    return _judgement(coder, "split", moved, others=tuple(rest))


def correcting(connection: sqlite3.Connection, contact: str, about: str, value: str, coder: Coder) -> Judgement:
    """A field of a contact has another value.

    Args:
        value: JSON text, as `Judgement.value`.

    Raises:
        UsageError: no such field, or a value that it cannot have.
    """
    try:
        corrected_value(about, value)
    except (ValueError, TypeError) as error:
        raise UsageError(f"cannot correct {about}: {error}") from error
    handles = reports_of(connection, contact_id(connection, contact))
    return _judgement(coder, "correct", handles, about=about, value=value)


def typed_value(field: str, typed: str) -> str:
    """The JSON text of a value as people type it.

    Args:
        field: what is corrected.
        typed: a value; days as `2021-11-02/2021-11-04`; lists with commas; parties as `name, side, office; ...`; none.
    """
    if typed == "none":
        return "[]" if field in {"parties", "topics", "outcomes"} else "null"
    if field == "days":
        first, _, last = typed.partition("/")
        return json.dumps([first, last or first])
    if field in {"sides", "topics", "outcomes"}:
        return json.dumps([one.strip() for one in typed.split(",") if one.strip()])
    if field == "parties":
        return json.dumps([_typed_party(one) for one in typed.split(";") if one.strip()], ensure_ascii=False)
    return json.dumps(typed, ensure_ascii=False)


def _typed_party(typed: str) -> list[str]:
    """Name, side and office of a party typed as `Sergey Lavrov, RU, foreign minister`."""
    name, side, office = ([part.strip() for part in typed.split(",", 2)] + ["", "", ""])[:3]
    return [name, side, office]


def standing_for(connection: sqlite3.Connection, contact: str, verdict: str, coder: Coder) -> Judgement:
    """A contact is one (confirm), or what its reports tell is none (reject); a confirmation takes back a rejection."""
    rejection = rejection_of(connection, contact)
    if verdict == "confirm" and rejection is not None:
        return _judgement(coder, verdict, rejection.reports)
    return _judgement(coder, verdict, reports_of(connection, contact_id(connection, contact)))


def reports_of(connection: sqlite3.Connection, contact: str) -> list[str]:
    """Handles of the reports of a contact, sorted."""
    rows = connection.execute(
        "SELECT standing.handle FROM contacts JOIN contact_reports ON contact_reports.contact = contacts.number"
        " JOIN standing USING (report) WHERE contacts.id = ? ORDER BY standing.handle",
        (contact,),
    )
    return [row["handle"] for row in rows]


def _judgement(  # noqa: PLR0913  (each is a field of the judgement)
    coder: Coder,
    verdict: str,
    reports: Iterable[str],
    *,
    others: tuple[str, ...] = (),
    about: str = "",
    value: str = "",
) -> Judgement:
    if not coder.by:
        raise UsageError("say who judges: --by NAME, or the setting `coder`")
    return keyed(
        Judgement(
            id="",
            verdict=verdict,
            reports=tuple(sorted(reports)),
            others=others,
            about=about,
            value=value,
            by=coder.by,
            why=coder.why,
            at=coder.at,
        )
    )


def keyed(judgement: Judgement) -> Judgement:
    """The judgement under its id."""
    return replace(judgement, id=judgement_key(judgement))


def stored(connection: sqlite3.Connection) -> list[Judgement]:
    """All judgements of a ledger in the order in which they were made."""
    return [judgement_of(row) for row in connection.execute("SELECT * FROM judgements ORDER BY at, key")]


class _Line(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A judgement as a line of JSON."""

    verdict: str
    reports: tuple[str, ...]
    by: str
    at: str
    id: str = ""
    others: tuple[str, ...] = ()
    about: str = ""
    value: str = ""
    why: str = ""


def judgements_in(lines: Iterable[str], source: str) -> list[Judgement]:
    """Judgements as `detente judge export` wrote them.

    Raises:
        UsageError: a line that is none, with its number.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(_judgement_in(line))
        except (msgspec.DecodeError, ValueError) as error:
            raise UsageError(f"{source}:{number}: no judgement: {error}") from error
    return found


def _judgement_in(line: str) -> Judgement:
    one = msgspec.json.decode(line, type=_Line)
    if one.verdict not in VERDICTS:
        raise ValueError(f"no verdict {one.verdict!r}; there are {', '.join(VERDICTS)}")
    if not one.reports:
        raise ValueError("it speaks of no report")
    if one.verdict == "correct":
        corrected_value(one.about, one.value)
    values = {name: getattr(one, name) for name in one.__struct_fields__ if name != "id"}
    return keyed(Judgement(id="", **values))


def compare(one: Iterable[Judgement], other: Iterable[Judgement]) -> Mapping[str, Agreement]:
    """Question -> how far two coders agree on it, over what both judged; `all` for all questions together."""
    left, right = _answers(one), _answers(other)
    shared = sorted(left.keys() & right.keys())
    questions = {"all": shared}
    for question, about in shared:
        questions.setdefault(question, []).append((question, about))
    return {name: _agreement(items, left, right) for name, items in questions.items()}


Item = tuple[str, str]


def _answers(judgements: Iterable[Judgement]) -> dict[Item, str]:
    """What a coder said last on each question."""
    answers: dict[Item, str] = {}
    for one in sorted(judgements, key=lambda each: (each.at, each.id)):
        if one.verdict in {"confirm", "reject"}:
            answers["contact", min(one.reports)] = one.verdict
        elif one.verdict == "correct":
            answers[one.about, min(one.reports)] = one.value
        else:
            answers.update({("same", pair): "yes" for pair in _pairs(one.reports, one.reports)})
            answers.update({("same", pair): "no" for pair in _pairs(one.reports, one.others)})
    return answers


def _pairs(left: Iterable[str], right: Sequence[str]) -> set[str]:
    return {" ".join(sorted((a, b))) for a in left for b in right if a != b}


def _agreement(items: Sequence[Item], left: Mapping[Item, str], right: Mapping[Item, str]) -> Agreement:
    agreed = sum(left[item] == right[item] for item in items)
    mine, others = Counter(left[item] for item in items), Counter(right[item] for item in items)
    chance = sum(mine[answer] * others[answer] for answer in mine) / len(items) ** 2 if items else 1.0
    kappa = (agreed / len(items) - chance) / (1 - chance) if chance < 1 else None
    return Agreement(
        items=len(items),
        agreed=agreed,
        kappa=kappa,
        disagreements=tuple(
            Disagreement(question=item[0], about=item[1], one=left[item], other=right[item])
            for item in items
            if left[item] != right[item]
        ),
    )
