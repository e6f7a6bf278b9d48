"""What asking a model came to, in words for the person who pays for it."""

from collections import Counter
from collections.abc import Iterator
from types import MappingProxyType
from typing import Literal

from detente.consult.budget import Budget
from detente.consult.options import FAILURES
from detente.export.table import counted
from detente.model import DROP_REASONS

# What a question of a run is about, and what becomes of it without an answer.
About = Literal["documents", "quotations", "questions"]
_WITHOUT = MappingProxyType({
    "documents": ("document", "left as the rules read them"),
    "quotations": ("quotation", "left without a gloss"),
    "questions": ("question", "left without an answer"),
})  # fmt: skip


def expected(name: str, *, documents: int, wanted: int, stored: int, left: int | None) -> str:
    """What is said before the first question.

    Args:
        name: of the model as a reader.
        documents: how many there are to be read.
        wanted: how many of them are worth a question.
        stored: how many of those have an answer in the store.
        left: calls that the budget allows, None for no bound.
    """
    line = f"{name}: {wanted:,} of {counted(documents, 'document')} worth a question"
    return line + _calls(wanted, stored, left)


def expected_glosses(name: str, *, quotations: int, stored: int, left: int | None) -> str:
    """What is said before the first question for a gloss.

    Args:
        name, stored, left: as for `expected`.
        quotations: how many are to have a gloss.
    """
    return f"{name}: {counted(quotations, 'quotation')} to gloss" + _calls(quotations, stored, left)


def _calls(wanted: int, stored: int, left: int | None) -> str:
    calls = wanted - stored
    line = f", {stored:,} answered before" if stored else ""
    line += f"; {counted(calls, 'call')} expected"
    return line if left is None or left >= calls else f"{line}, the budget allows {left:,}"


def told(name: str, budget: Budget, last: str, about: About = "documents") -> Iterator[str]:
    """What is said at the end, a line each; nothing when there was nothing to ask.

    Args:
        last: what went wrong last.
        about: what the questions were about.
    """
    thing, without = _WITHOUT[about]
    if not (budget.calls or budget.stored or budget.unasked or budget.failures):
        return
    line = f"{name}: {counted(budget.calls, 'call')}, {budget.tokens:,} tokens, {counted(budget.answered, 'answer')}"
    line += f", {budget.stored:,} of them stored" if budget.stored else ""
    line += f", {budget.mended:,} of them mended" if budget.mended else ""
    yield line
    if budget.dropped:
        reasons: Counter[str] = Counter()
        for (_, reason), times in budget.dropped.items():
            reasons[reason] += times
        parts = (f"{times:,} because {DROP_REASONS[reason]}" for reason, times in reasons.most_common())
        yield f"{name}: {counted(reasons.total(), 'value')} dropped: {', '.join(parts)}"
    if budget.unasked:
        yield f"{name}: the budget is spent; {counted(budget.unasked, thing)} {without}"
    if budget.failures:
        parts = (
            f"{counted(times, 'time')} {FAILURES.get(reason, reason)}"
            for reason, times in budget.failures.most_common()
        )
        why = f" (last: {last})" if last else ""
        failed = counted(budget.failures.total(), thing)
        yield f"{name}: {failed} {without}: {', '.join(parts)}{why}"
