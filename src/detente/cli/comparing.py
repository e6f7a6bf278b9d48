"""`detente eval --compare`: the rules, a language model and both on the same labelled documents, in one pass."""

import sys
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.cli.given import make_reader, screen_of, write
from detente.cli.second import announce, exit_code, second_reader
from detente.cli.watched import Watched
from detente.errors import UsageError
from detente.export import Item
from detente.export.comparison import comparison_json, comparison_table
from detente.export.gold import gold_row
from detente.extract.llm import prompt_of
from detente.measure import Contact, Cost, Figures, Labelled, contacts_of, measure, total
from detente.model import Document, Refusal, Report
from detente.pipeline import Reader, Reading
from detente.reference.languages import languages
from detente.settings import Settings

if TYPE_CHECKING:
    from detente.consult.model import Model

READERS = ("rules", "llm", "both")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Figures of each reader on some documents, and what they cost."""

    readers: Mapping[str, Figures]
    cost: Cost


@dataclass(slots=True, kw_only=True)
class _Found:
    """What came of all documents: contacts by reader and id, costs by language."""

    contacts: dict[str, dict[str, tuple[Contact, ...]]] = field(
        default_factory=lambda: {reader: {} for reader in READERS}
    )
    costs: dict[str, Cost] = field(default_factory=dict)


def compare(
    labels: Mapping[str, Labelled],
    documents: Iterable[Document | Refusal],
    settings: Settings,
    when: str | None,
    *,
    as_json: bool,
) -> int:
    """Read documents with every reader, print how well each reads, and say with which code to exit."""
    with (
        Watched(quiet=False) as watched,
        second_reader("both", when or "all", settings, instead="leave --compare out") as model,
    ):
        if model is None:
            raise UsageError("there is no model to compare the rules with; leave --compare out")
        reader = make_reader(settings, model)
        for lang in {one.lang for one in labels.values()}.intersection(languages()):
            reader.vocabulary(lang)  # else the first document of a language would take the time for it
        found = _read(labels, documents, reader, model, watched)
        code = exit_code(watched, model)
        name, prices = model.name, model.options.prices
    whole, groups = _measured(labels, found)
    if as_json:
        write([comparison_json(whole, groups, name, prices)], sys.stdout)
    else:
        write(comparison_table(whole, groups, name, prices, screen_of(sys.stdout)), sys.stdout)
    return code


def _read(
    labels: Mapping[str, Labelled],
    documents: Iterable[Document | Refusal],
    reader: Reader,
    model: "Model",
    watched: Watched,
) -> _Found:
    """Every document by every reader: by the rules first, so that the calls can be told before any is made."""
    found, held = _Found(), deque[tuple[Reading, float]]()
    for item in watched.counting(_by_rules(documents, reader, held)):
        del item  # what was read waits in `held`
    prompts = [prompt_of(reading.document, reading.lang) for reading, _ in held if model.wants(reading)]
    announce(model, documents=len(held), wanted=len(prompts), stored=sum(map(model.knows, prompts)))
    while held:  # a reading is let go when it has been compared
        reading, seconds = held.popleft()
        lang = labels[reading.document.id].lang if reading.document.id in labels else ""
        cost = found.costs.setdefault(lang, Cost())
        cost += _compared(reading, seconds, reader, model, found)
        watched.show(f"{len(held)} documents left to compare")
    return found


def _by_rules(
    documents: Iterable[Document | Refusal], reader: Reader, held: deque[tuple[Reading, float]]
) -> Iterable[Item]:
    for document in documents:
        began = time.perf_counter()
        outcome = document if isinstance(document, Refusal) else reader.read_by_rules(document)
        if not isinstance(outcome, Refusal):
            held.append((outcome, time.perf_counter() - began))
        yield Item(outcome=outcome)


def _compared(reading: Reading, seconds: float, reader: Reader, model: "Model", found: _Found) -> Cost:
    """Keep the contacts that each reader finds in a document; gives what that cost."""
    spent, wanted = model.budget, model.wants(reading)
    before = spent.calls, spent.tokens, spent.written
    began = time.perf_counter()
    readings = reader.read_by_each(reading)
    took = time.perf_counter() - began
    for name in READERS:
        reports: Sequence[Report] = getattr(readings, name)
        row = gold_row(reading.document, reports, reading.lang)
        found.contacts[name][reading.document.id] = contacts_of(row["contacts"])
    asked = spent.calls > before[0]
    return Cost(
        documents=1,
        seconds=seconds,
        wanted=int(wanted),
        answered=int(readings.answered),
        asked=int(asked),
        calls=spent.calls - before[0],
        tokens=spent.tokens - before[1],
        written=spent.written - before[2],
        asked_seconds=seconds + took if asked else 0.0,
    )


def _measured(labels: Mapping[str, Labelled], found: _Found) -> tuple[Compared, dict[str, Compared]]:
    """The comparison of all documents, and of those of each language."""
    measured = {name: measure(labels.values(), found.contacts[name], "language") for name in READERS}
    whole = Compared(readers={name: one for name, (one, _) in measured.items()}, cost=total(found.costs))
    groups = {
        lang: Compared(
            readers={name: groups[lang] for name, (_, groups) in measured.items()},
            cost=found.costs.get(lang, Cost()),
        )
        for lang in measured[READERS[0]][1]
    }
    return whole, groups
