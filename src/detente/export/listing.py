"""A ledger's answers for people: lists of contacts, channels, promises, documents; a contact or channel in full."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from detente.export.glossed import Glossed, Quotation
from detente.export.screen import Piece, Screen, one_line
from detente.export.wording import day_in_words, days_in_words, party_in_words, status_in_words
from detente.model import PRESS, Party
from detente.model.contact import Account, Chosen, Judgement
from detente.model.listing import (
    Agreement,
    ChannelLine,
    ChannelView,
    ContactLine,
    ContactView,
    DocumentLine,
    Fault,
    PromiseLine,
    RefusalLine,
    Regular,
    Telling,
)

Value = TypeVar("Value")
_INDENT = " " * 14
_QUOTE = '"'
_WORDS = 160  # letters of a passage in a list; the whole one is in `show` and in the JSON form


def counted(number: int, thing: str) -> str:
    """A number with its thing: 1 report, 2 reports."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def contact_lines(lines: Iterable[ContactLine], screen: Screen) -> Iterator[str]:
    """Each contact: id, days, kind, status, place; who with whom; how often told."""
    for line in lines:
        yield contact_text(line, screen)


def contact_text(line: ContactLine, screen: Screen) -> str:
    """A contact as two or three lines."""
    status, style = status_in_words(line.status, screen)
    days = days_in_words(line.days, screen) if line.days else "day unknown"
    head: list[Piece] = [
        (f"{line.id}  ", "dim"),
        (f"{days:<24}", "strong"),
        (f"{line.kind.value:<9}", ""),
        (f"{status:<13}", style),
        (one_line(line.place), ""),
    ]
    notes = [_told(line.reports, line.documents, line.origins)]
    if line.told is not None:
        notes.insert(0, f"first told on {day_in_words(line.told)}")
    if line.asked_by:
        notes.append(f"asked for by {line.asked_by}")
    if line.topics:
        notes.append("on " + ", ".join(line.topics))
    if line.accounts:
        notes.append(f"{counted(line.accounts, 'field')} told differently")
    if line.confirmed_by:
        notes.append("confirmed by " + one_line(", ".join(line.confirmed_by)))
    text = screen.wrapped(head, indent=_INDENT)
    text += screen.wrapped([(_who(line.sides, line.parties, screen), "name")], first=_INDENT, indent=_INDENT)
    return text + screen.wrapped([("; ".join(notes), "dim")], first=_INDENT, indent=_INDENT)


def _told(reports: int, documents: int, origins: int) -> str:
    """Three counts that are never added up."""
    return f"{counted(reports, 'report')}, {counted(documents, 'document')}, {counted(origins, 'origin')}"


def _who(sides: Iterable[str], parties: Iterable[Party], screen: Screen) -> str:
    known = list(parties)
    groups = [" and ".join(party_in_words(one) for one in known if one.side == side) or side for side in sides]
    return f" {screen.symbol('↔', '<->')} ".join(groups)


def contact_view(view: ContactView, screen: Screen, glossed: Glossed | None = None) -> Iterator[str]:
    """A contact in full: fields with rules and accounts, the history of its status, its reports with their words.

    Args:
        glossed: English glosses of the quotations; None for none.
    """
    contact = view.contact
    if view.asked != contact.id and not contact.id.startswith(view.asked):
        yield screen.wrapped([(f"{view.asked} is now part of {contact.id}", "open")])
    told = _told(len(contact.reports), contact.documents, contact.origins)
    yield screen.wrapped([(f"{contact.id}  ", "strong"), (told, "dim")])
    yield from _chosen("kind", contact.kind, lambda kind: kind.value, screen)
    yield from _chosen("status", contact.status, lambda status: status_in_words(status, screen)[0], screen)
    yield from _chosen("days", contact.days, lambda days: days_in_words(days, screen), screen)
    yield from _chosen("place", contact.place, one_line, screen)
    yield from _chosen("asked by", contact.asked_by, str, screen)
    for name in ("place", "asked_by", "days"):
        if getattr(contact, name) is None and name in contact.corrected_by:
            yield from _many(name.replace("_", " "), (), str, screen, contact.corrected_by[name])
    for name, accounts in (("sides", contact.sides), ("topics", contact.topics), ("outcomes", contact.outcomes)):
        yield from _many(name, accounts, str, screen, contact.corrected_by.get(name, ""))
    yield from _many("parties", contact.parties, party_in_words, screen, contact.corrected_by.get("parties", ""))
    yield from _history(view, screen)
    for name, lines in (("part of", view.wholes), ("parts", view.parts)):
        for number, line in enumerate(lines):
            days = f"  {days_in_words(line.days, screen)}" if line.days else ""
            place = f"  {one_line(line.place)}" if line.place else ""
            yield _labelled("" if number else name, [(f"{line.id}  {line.kind.value}{days}{place}", "")], screen)
    yield from _promises(view.promises, screen)
    for telling in view.tellings:
        yield from _telling(telling, screen, glossed or Glossed())
    for judgement in view.judgements:
        yield judgement_text(judgement, screen)


def _labelled(name: str, pieces: Iterable[Piece], screen: Screen) -> str:
    return screen.wrapped(pieces, first=f"  {name:<12}", indent=_INDENT)


def _tellers(tellers: Iterable[str]) -> str:
    return ", ".join("the press" if teller == PRESS else teller for teller in tellers)


def _chosen(name: str, chosen: Chosen[Value] | None, words: Callable[[Value], str], screen: Screen) -> Iterator[str]:
    if chosen is None:
        return
    rule = f"corrected by {one_line(chosen.by)}" if chosen.rule == "corrected" else chosen.rule
    yield _labelled(name, [(words(chosen.value), "strong"), (f"  ({rule})", "dim")], screen)
    if len(chosen.accounts) > 1 or chosen.rule == "corrected":
        for account in chosen.accounts:
            yield _account(words(account.value), account, screen)


def _account(words: str, account: Account[Value], screen: Screen) -> str:
    told = f"told by {_tellers(account.tellers)}; {counted(account.origins, 'origin')}: {' '.join(account.reports)}"
    return screen.wrapped([(f"{words}  ", ""), (told, "dim")], first=_INDENT, indent=_INDENT + "  ")


def _many(
    name: str, accounts: Sequence[Account[Value]], words: Callable[[Value], str], screen: Screen, by: str
) -> Iterator[str]:
    if by:
        said = "" if accounts else "none  "
        yield _labelled(name, [(said, "strong"), (f"(corrected by {one_line(by)})", "dim")], screen)
    for number, account in enumerate(accounts):
        told = f"  told by {_tellers(account.tellers)}; {counted(account.origins, 'origin')}"
        pieces = [(words(account.value), ""), (told if account.reports else "  told by no report", "dim")]
        yield _labelled("" if number or by else name, pieces, screen)


def _history(view: ContactView, screen: Screen) -> Iterator[str]:
    for number, step in enumerate(view.contact.history):
        said = day_in_words(step.said) if step.said else "undated"
        status, style = status_in_words(step.status, screen)
        pieces = [(f"{said:<12}  ", ""), (status, style), (f"  {' '.join(step.reports)}", "dim")]
        yield _labelled("history" if number == 0 else "", pieces, screen)


def quotations(view: ContactView) -> list[Quotation]:
    """The passages that `contact_view` quotes, each with its language."""
    return [
        (passage.words, telling.lang)
        for telling in view.tellings
        for passage in telling.passages
        if passage.field == "quote"
    ]


def _telling(telling: Telling, screen: Screen, glossed: Glossed) -> Iterator[str]:
    when = day_in_words(telling.published) if telling.published else "undated"
    where = " ".join(filter(None, (telling.outlet, telling.url or telling.name)))
    head = f"report {telling.report}: {telling.status} {telling.kind}, {when}, {telling.lang}, told by "
    yield "\n" + screen.wrapped([(head + _tellers(telling.told_by), "strong")], indent="    ")
    yield screen.wrapped([(one_line(where), "dim")], first="    ", indent="    ")
    if telling.capture is not None:
        kept = f", kept in {telling.capture.archive}" if telling.capture.archive else ""
        fetched = f"fetched {telling.capture.fetched}, SHA-256 {telling.capture.sha256}{kept}"
        yield screen.wrapped([(one_line(fetched), "dim")], first="    ", indent="    ")
    for passage in telling.passages:
        if passage.field == "quote":
            yield screen.wrapped([(_quoted(passage.words, screen), "")], first="    ", indent="    ")
            gloss = glossed.pieces((passage.words, telling.lang))
            if gloss:
                yield screen.wrapped(gloss, first="    ", indent="    ")


def _quoted(words: str, screen: Screen) -> str:
    return f"{screen.symbol('“', _QUOTE)}{one_line(words)}{screen.symbol('”', _QUOTE)}"


def promise_lines(lines: Iterable[PromiseLine], screen: Screen) -> Iterator[str]:
    """Each promise: what, by whom, due when, its state; the words that tell it and those that settled it."""
    for line in lines:
        yield promise_text(line, screen)


_PROMISE_STYLES = {"open": "open", "kept": "good", "overdue": "bad", "withdrawn": "gone"}


def promise_text(line: PromiseLine, screen: Screen) -> str:
    """A promise as a few lines."""
    what = (
        "announced contact" if line.kind == "contact" else f"{line.kind}{', regular contact' if line.regular else ''}"
    )
    by = " and ".join(line.by) or "nobody named"
    due = ""
    if line.due:
        first, last = line.due
        due = f", due {day_in_words(last)}" if first == last else f", due {day_in_words(first)} to {day_in_words(last)}"
    said = day_in_words(line.said) if line.said else "undated"
    pieces = [
        (f"{line.id}  ", "dim"),
        (f"{line.state:<10}", _PROMISE_STYLES[line.state]),
        (f"{what} by {by}", "strong"),
    ]
    text = screen.wrapped([*pieces, (f"; said {said}{due}; contact {line.contact}", "")], indent=_INDENT)
    text += screen.wrapped([(_quoted(_short(line.words, screen), screen), "")], first=_INDENT, indent=_INDENT)
    if line.settled_by:
        when = day_in_words(line.settled_on) if line.settled_on else "undated"
        words = _quoted(_short(line.settled_words, screen), screen)
        settled = f"{line.state} by report {line.settled_by}, {when}: {words}"
        text += screen.wrapped([(settled, "dim")], first=_INDENT, indent=_INDENT)
    return text


def _short(words: str, screen: Screen) -> str:
    line = one_line(words)
    return line if len(line) <= _WORDS else line[:_WORDS] + screen.symbol("…", "...")


def channel_lines(lines: Iterable[ChannelLine], screen: Screen) -> Iterator[str]:
    """Each channel: its ends, contacts, median gap, present silence and how rare that is."""
    for line in lines:
        yield channel_text(line, screen)


def channel_text(line: ChannelLine, screen: Screen) -> str:
    """A channel as a line or two."""
    arrow = screen.symbol("↔", "<->")
    pieces = [
        (f"{line.a} {arrow} {line.b}", "name"),
        (f"  {counted(line.contacts, 'contact')}, {line.held} held", "strong"),
    ]
    if line.last is not None:
        pieces.append((f", last {day_in_words(line.last)}", ""))
    if line.median_gap is not None and line.silence is not None:
        gap = "every day" if line.median_gap == 1 else f"every {line.median_gap:g} days"
        pieces.append((f"; a contact {gap}, silent for {line.silence:,}", ""))
    if line.rarity is not None:
        pieces.append((f" (longest before {line.longest_gap:,}; {line.rarity:.0%} of gaps are as long)", "dim"))
    return screen.wrapped(pieces, indent="    ")


def channel_view(view: ChannelView, screen: Screen) -> Iterator[str]:
    """A channel in full: rhythm, kinds, statuses, who asks, topics by year, promises and the timeline."""
    yield channel_text(view.line, screen)
    yield _labelled("told in", [(_told(view.reports, view.documents, view.origins), "")], screen)
    for name, counts in (("kinds", view.kinds), ("status", view.statuses), ("asked by", view.asked_by)):
        if counts:
            yield _labelled(name, [(_counts(counts), "")], screen)
    for number, (year, counts) in enumerate(view.topics.items()):
        yield _labelled("topics" if number == 0 else "", [(f"{year or 'undated'}: {_counts(counts)}", "")], screen)
    for one in view.regular:
        yield _regular(one, screen)
    yield from _promises(view.promises, screen)
    yield "\n"
    yield from contact_lines(view.timeline, screen)


def _promises(promises: Sequence[PromiseLine], screen: Screen) -> Iterator[str]:
    """Promises inside a longer answer, set off by an empty line."""
    if promises:
        yield "\n"
    for promise in promises:
        yield promise_text(promise, screen)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _regular(one: Regular, screen: Screen) -> str:
    said = day_in_words(one.promise.said) if one.promise.said else "an unknown day"
    state = "too early to tell" if one.kept is None else "it goes on" if one.kept else "fallen silent"
    words = f"regular contact promised on {said}: {counted(one.since, 'contact')} since; {state}"
    return screen.wrapped([(words, "good" if one.kept else "open")], first="  ", indent=_INDENT)


def document_lines(lines: Iterable[DocumentLine], screen: Screen) -> Iterator[str]:
    """Each document: day, language, outlet, title, reports and copies."""
    for line in lines:
        when = line.published.isoformat() if line.published else "undated   "
        told = counted(line.reports, "report") + (f", one of {line.copies} copies" if line.copies > 1 else "")
        pieces = [(f"{when}  {line.lang}  ", "dim"), (one_line(line.title or line.name), "strong"), (f"  {told}", "")]
        yield screen.wrapped([*pieces, (f"  {one_line(line.outlet or line.name)}", "dim")], indent=_INDENT)


def refusal_lines(lines: Iterable[RefusalLine], screen: Screen) -> Iterator[str]:
    """Each refusal: source, reason, what was found and what to do."""
    for line in lines:
        words = f"{line.detail}; {line.remedy}"
        yield screen.wrapped(
            [(one_line(line.source), "strong"), (f"  {line.reason}: {one_line(words)}", "")], indent="    "
        )


def judgement_text(judgement: Judgement, screen: Screen) -> str:
    """A judgement as a line."""
    what = f"{judgement.verdict} {' '.join(judgement.reports)}"
    if judgement.others:
        what += f" from {' '.join(judgement.others)}"
    if judgement.about:
        what += f": {judgement.about} = {one_line(judgement.value)}"
    why = f" ({one_line(judgement.why)})" if judgement.why else ""
    pieces = [(f"{judgement.at}  {one_line(judgement.by)}: ", "dim"), (what + why, "")]
    return screen.wrapped(pieces, indent="    ")


def fault_lines(faults: Iterable[Fault], screen: Screen) -> Iterator[str]:
    """Each fault that a check found."""
    for fault in faults:
        yield screen.wrapped([(one_line(f"{fault.where}: {fault.what}"), "bad")], indent="    ")


def agreement_text(found: Mapping[str, Agreement], screen: Screen) -> Iterator[str]:
    """How far two coders agree, question by question, and every disagreement."""
    for question, one in found.items():
        kappa = "kappa undefined" if one.kappa is None else f"kappa {one.kappa:.3f}"
        words = f"{question:<10}{counted(one.items, 'item')}, {one.agreed:,} agreed, {kappa}"
        yield screen.wrapped([(words, "strong")])
    for each in found["all"].disagreements:
        words = f"{each.question} {each.about}: {one_line(each.one)} against {one_line(each.other)}"
        yield screen.wrapped([(words, "")], first="  ", indent="    ")
