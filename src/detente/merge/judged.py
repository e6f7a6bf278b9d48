"""Judgements -> decisions: of two that contradict each other the later holds."""

from collections.abc import Iterable

from detente.model.contact import Decisions, Judgement, Parting


def decide(judgements: Iterable[Judgement]) -> Decisions:
    """What the judgements come to; a function of the set."""
    ordered = sorted(judgements, key=lambda one: (one.at, one.id))
    standing: dict[str, bool] = {}
    corrected = {}
    confirmed: dict[str, set[str]] = {}
    for one in ordered:
        for handle in one.reports:
            if one.verdict in {"reject", "confirm"}:
                standing[handle] = one.verdict == "confirm"
            if one.verdict == "reject":
                confirmed.pop(handle, None)
            if one.verdict == "confirm":
                confirmed.setdefault(handle, set()).add(one.by)
            if one.verdict == "correct":
                corrected[handle, one.about] = one
    partings = tuple(
        Parting(together=frozenset(one.reports), others=frozenset(one.others))
        for one in reversed(ordered)
        if one.verdict in {"merge", "split"}
    )
    return Decisions(
        partings=partings,
        parted=frozenset(handle for one in partings for handle in one.together | one.others),
        rejected=frozenset(handle for handle, stands in standing.items() if not stands),
        corrected=corrected,
        confirmed={handle: tuple(sorted(people)) for handle, people in confirmed.items()},
    )
