"""The rules that tell page furniture from the article, line by line."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from detente.clean.lines import Line, bare, opening
from detente.model import Junk, JunkRules, Span

SHORT = 160  # width of the longest line that words of a language may mark
_TAIL_FROM = 0.6  # share of the lines, or of the letters, before which no tail begins
_MENU_AT_TOP, _MENU_AT_END = 6, 4  # a press release opens with a few short lines of its own


def junk_of(lines: Sequence[Line], rules: JunkRules) -> tuple[Junk, ...]:
    """The regions of furniture among the lines, in text order; neighbours of one tail or menu are one region."""
    if len(lines) < 2:  # noqa: PLR2004  (one line is all there is, and no place in a page)
        return ()
    whole, starts, tails = _folded(rules)
    marks = [_rule_of(line, whole, starts) for line in lines]
    _mark_tails(lines, tails, marks)
    _mark_menus(lines, marks)
    return _regions(lines, marks)


@lru_cache(maxsize=64)
def _folded(rules: JunkRules) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """The lines, starts and tails of a language as lines are compared; the same for each of its documents."""
    return frozenset(map(bare, rules.lines)), _openings(rules.starts), _openings(rules.tails)


def _openings(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(opening, words)))


def _rule_of(line: Line, whole: frozenset[str], starts: tuple[str, ...]) -> str | None:
    """The rule by which a line is furniture wherever it stands."""
    if line.is_symbols:
        return "symbols"
    if line.is_address:
        return "address"
    if line.is_count:
        return "count"
    if line.width <= SHORT:
        if line.key in whole:
            return "line"
        if _begins(line, starts):
            return "start"
    return "breadcrumb" if line.is_breadcrumb else None


def _begins(line: Line, starts: tuple[str, ...]) -> bool:
    return line.opening.startswith(starts) and any(_begins_with(line.opening, start) for start in starts)


def _begins_with(text: str, start: str) -> bool:
    if not text.startswith(start):
        return False
    # Scripts with two cases put blanks between words, and there a beginning must not end within a word.
    last, following = start[-1], text[len(start) : len(start) + 1]
    return last.lower() == last.upper() or not following.isalnum()


def _mark_tails(lines: Sequence[Line], tails: tuple[str, ...], marks: list[str | None]) -> None:
    """Mark what follows a line of `tails` late in the page, until the article goes on."""
    late_line = _TAIL_FROM * len(lines)
    first, last = lines[0].span.start, lines[-1].span.end
    late_letter = first + _TAIL_FROM * (last - first)
    at = 0
    while at < len(lines):
        line = lines[at]
        late = at + 1 > late_line or line.span.start >= late_letter
        if not (late and line.width <= SHORT and _begins(line, tails)):
            at += 1
            continue
        marks[at] = "tail"
        at += 1
        while at < len(lines) and not _article_goes_on(lines[at : at + 2]):
            marks[at] = "tail"
            at += 1


def _article_goes_on(ahead: Sequence[Line]) -> bool:
    """Whether a tail ends here: one certain paragraph, or two likely ones. Teasers of other articles are shorter."""
    return ahead[0].is_prose or (len(ahead) > 1 and all(line.may_be_prose for line in ahead))


def _mark_menus(lines: Sequence[Line], marks: list[str | None]) -> None:
    """Mark the run of menu items that the page opens with and the one that it ends in, if long enough."""
    forward = range(len(lines))
    _mark_run(lines, marks, _menu_run(lines, marks, forward), _MENU_AT_TOP)
    run = _menu_run(lines, marks, reversed(forward))
    if run and not (run[-1] and lines[run[-1] - 1].announces_a_list):
        _mark_run(lines, marks, run, _MENU_AT_END)


def _menu_run(lines: Sequence[Line], marks: list[str | None], order: Iterable[int]) -> list[int]:
    run = []
    for at in order:
        if marks[at] is None:
            if not lines[at].is_menu_item:
                break
            run.append(at)
    return run


def _mark_run(lines: Sequence[Line], marks: list[str | None], run: list[int], least: int) -> None:
    if least <= len(run) < len(lines):  # a page of nothing but short lines is a list, not a menu
        for at in run:
            marks[at] = "menu"


def _regions(lines: Sequence[Line], marks: list[str | None]) -> tuple[Junk, ...]:
    regions: list[Junk] = []
    before = None
    for line, rule in zip(lines, marks, strict=True):
        if rule in {"tail", "menu"} and rule == before:
            span = Span(start=regions[-1].span.start, end=line.span.end)
            regions[-1] = Junk(span=span, rule=rule)
        elif rule is not None:
            regions.append(Junk(span=line.span, rule=rule))
        before = rule
    return tuple(regions)
