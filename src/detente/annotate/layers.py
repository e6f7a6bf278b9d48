"""Lexicon hits sorted into mentions, cues, topics and times."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente.annotate.scripts import cut_from_kana
from detente.model.annotated import CueHit, Mention, MentionKind, Sentence, TimeHit
from detente.model.words import Words, fold_word
from detente.reference.calendars import days_of
from detente.reference.languages import Cue, Language, TimeWords
from detente.reference.lexicon import Hit
from detente.reference.slots import Slots
from detente.reference.vocabulary import Entry, Vocabulary

_KIND = {
    "state": MentionKind.STATE,
    "office": MentionKind.OFFICE,
    "body": MentionKind.BODY,
    "place": MentionKind.PLACE,
    "full": MentionKind.PERSON,
    "surname": MentionKind.PERSON,
}
# Among readings of the same words the earlier in this order wins.
_SILENT = "silent"
_RANK = {_SILENT: -1, "full": 0, "office": 1, "body": 2, "state": 3, "place": 4, "surname": 5}
Found = Sequence[Hit[Entry]]
_SHORTEST_JOINED = 3
_NEAR = 8  # no more cues than these are looked back over


def find_hits(words: Words, sentences: Iterable[Sentence], vocabulary: Vocabulary) -> list[Hit[Entry]]:
    """Every hit of the lexicon inside the sentences."""
    hits: list[Hit[Entry]] = []
    for sentence in sentences:
        hits += vocabulary.lexicon.find(words, sentence.first, sentence.last)
    return hits


def mentions_of(hits: Found, words: Words, vocabulary: Vocabulary) -> list[Mention]:
    """The longest name at each place, in text order, none overlapping another."""
    named = [
        hit
        for hit in hits
        if hit.payload.layer in _RANK and not _in_compound(hit, words) and not cut_from_kana(hit.first, hit.last, words)
    ]
    named.sort(key=lambda hit: (hit.first - hit.last, _RANK[hit.payload.layer], hit.first))
    same: defaultdict[tuple[str, int, int], list[Hit[Entry]]] = defaultdict(list)
    for hit in named:
        if hit.payload.persons:
            same[hit.payload.layer, hit.first, hit.last].append(hit)
    taken: set[int] = set()
    mentions = []
    for hit in named:
        places = range(hit.first, hit.last)
        if taken.isdisjoint(places):
            taken.update(places)
            if hit.payload.layer == _SILENT:
                continue
            bare = vocabulary.lexicon.is_bare(words.forms[hit.last - 1])
            side = _state_inside(hit, words, vocabulary.slots)
            persons = _persons(same[hit.payload.layer, hit.first, hit.last]) if hit.payload.persons else ()
            mentions.append(_mention(hit, persons, side=side, bare=bare))
    return sorted(mentions, key=lambda mention: mention.first)


def _in_compound(hit: Hit[Entry], words: Words) -> bool:
    """Whether a title is only the first part of a hyphenated name ("Amir-Abdollahian")."""
    if hit.payload.layer != "office" or hit.last + 1 >= len(words) or words.forms[hit.last] not in {"-", "‑"}:
        return False
    joined = words.ends[hit.last - 1] == words.starts[hit.last] and words.ends[hit.last] == words.starts[hit.last + 1]
    return joined and words.forms[hit.last - 1][0].isupper() and words.forms[hit.last + 1][0].isupper()


def _state_inside(hit: Hit[Entry], words: Words, slots: Slots) -> str:
    """The state whose adjective stands between the words of an office ("ministre russe de la défense")."""
    if hit.payload.layer != "office" or not hit.payload.slots:
        return hit.payload.side
    return next(filter(None, map(slots.state_of, words.forms[hit.first : hit.last])), hit.payload.side)


def _persons(same: Found) -> tuple[str, ...]:
    """Everyone who has the name that these hits are of."""
    return tuple(dict.fromkeys(one for hit in same for one in hit.payload.persons))


def _mention(hit: Hit[Entry], persons: tuple[str, ...], *, side: str, bare: bool) -> Mention:
    entry = hit.payload
    return Mention(
        first=hit.first,
        last=hit.last,
        kind=_KIND[entry.layer],
        value=entry.means,
        form=entry.layer if persons else entry.form,
        side=side,
        role=entry.role,
        persons=persons,
        bare=bare,
    )


def attached_words(found: Iterable[Mention | CueHit], words: Words, vocabulary: Vocabulary) -> dict[int, str]:
    """First words of what was found that nothing knows but without small words written together with them.

    Of several readings the shortest one counts: "to the" is "to" where the name itself has the article.
    """
    lexicon, letters = vocabulary.lexicon, vocabulary.language.words.letters
    particles = sorted(vocabulary.language.words.proclitics, key=len)
    attached = {}
    for first in {one.first for one in found} if particles else ():
        folded = fold_word(words.forms[first], letters)
        if lexicon.is_bare(words.forms[first]):
            continue
        able = [one for one in particles if folded.startswith(one) and len(folded) - len(one) >= _SHORTEST_JOINED]
        known = [one for one in able if lexicon.is_bare(folded[len(one) :])]
        if able:
            attached[first] = (known or able)[0]
    return attached


def cues_of(hits: Found, layer: str) -> list[CueHit]:
    """Cues (or topics) in text order; of two with one meaning the one that lies inside the other is dropped."""
    kept: list[CueHit] = []
    latest: dict[str, tuple[int, int]] = {}  # meaning -> how many were kept before its last one, and where that ends
    for hit in sorted((hit for hit in hits if hit.payload.layer == layer), key=lambda hit: (hit.first, -hit.last)):
        entry = hit.payload
        before, last = latest.get(entry.means, (0, 0))
        if last >= hit.last and len(kept) - before <= _NEAR:
            continue
        latest[entry.means] = len(kept), hit.last
        kept.append(_cue(hit, entry.row))
    return kept


def _cue(hit: Hit[Entry], row: object) -> CueHit:
    entry = hit.payload
    if not isinstance(row, Cue):
        return CueHit(first=hit.first, last=hit.last, means=entry.means, frame="")
    return CueHit(
        first=hit.first,
        last=hit.last,
        means=entry.means,
        status=row.status or "",
        frame=row.frame,
        office=row.office or "",
        present=row.tense == "present",
        row=entry.number,
    )


def times_of(hits: Found, words: Words, slots: Slots) -> list[TimeHit]:
    """The longest time expression at each place, in text order."""
    timed = [hit for hit in hits if hit.payload.layer == "time"]
    timed.sort(key=lambda hit: (hit.first - hit.last, hit.first, hit.payload.means))
    taken: set[int] = set()
    times = []
    for hit in timed:
        places = range(hit.first, hit.last)
        if taken.isdisjoint(places):
            taken.update(places)
            times.append(_time(hit, words, slots))
    return sorted(times, key=lambda time: time.first)


def without_weekdays(
    mentions: Sequence[Mention], times: Sequence[TimeHit], words: Words, language: Language
) -> tuple[list[Mention], list[TimeHit]]:
    """Without the cities that are days of the week, and the days that are cities ("Dushanbe" is Monday in Persian).

    A day of one word right after a word such as "in" or "to" is the city, as is one inside a longer name of it.
    """
    if language.capitals:
        return list(mentions), list(times)
    letters = language.words.letters
    to_place = {fold_word(word, letters) for word in (*language.grammar.at_words, *language.grammar.to_words)}
    days = [time for time in times if time.weekdays and time.last - time.first == 1]
    cities = {one.first: one.last for one in mentions if one.kind is MentionKind.PLACE}
    named = {
        day.first
        for day in days
        if cities.get(day.first, 0) > day.last
        or (day.first in cities and day.first > 0 and fold_word(words.forms[day.first - 1], letters) in to_place)
    }
    weekdays = [time for time in times if time.weekdays and time.first not in named]
    dated = {place for time in weekdays for place in range(time.first, time.last)}
    return (
        [one for one in mentions if one.kind is not MentionKind.PLACE or one.first not in dated],
        [time for time in times if time.first not in named],
    )


def _time(hit: Hit[Entry], words: Words, slots: Slots) -> TimeHit:
    row = hit.payload.row
    if not isinstance(row, TimeWords):
        raise TypeError(f"a time pattern without its row: {hit}")
    values = _filled(hit, words, slots)
    count = values["{n}"][-1] if values["{n}"] else row.count
    if row.calendar:
        month = row.month or next(iter(values["{month}"]), 0)
        return _in_calendar(hit, row, next(iter(values["{hyear}"]), 0), month, next(iter(values["{day}"]), 0))
    return TimeHit(
        first=hit.first,
        last=hit.last,
        means=row.means,
        direction=row.direction,
        unit=row.unit,
        count=count,
        days=tuple(values["{day}"]),
        months=tuple(values["{month}"]),
        years=(row.era + count - 1,) if row.era else tuple(values["{year}"]),
        weekdays=tuple(values["{weekday}"]),
        season=values["{season}"][-1] if values["{season}"] else None,
    )


def _filled(hit: Hit[Entry], words: Words, slots: Slots) -> defaultdict[str, list[int]]:
    """Slot -> the values that the words of a hit fill in, in text order; months by name and by number are one."""
    values: defaultdict[str, list[int]] = defaultdict(list)
    for slot, place in zip(hit.payload.slots, range(hit.first, hit.last), strict=True):
        values["{month}" if slot == "{mm}" else slot].append(_value(slot, words.forms[place], slots))
    return values


def _value(slot: str, word: str, slots: Slots) -> int:
    if slot == "{month}":
        return (slots.look_up(slots.months, word) or 0) + 1
    if slot in {"{weekday}", "{season}"}:
        return slots.look_up(slots.weekdays if slot == "{weekday}" else slots.seasons, word) or 0
    return (slots.count(word) if slot == "{n}" else slots.number(word)) or 0


def _in_calendar(hit: Hit[Entry], row: TimeWords, year: int, month: int, day: int) -> TimeHit:
    """A day, month or year of another calendar: as Gregorian days when the year is said, else to be counted later."""
    found = days_of(row.calendar, year, month, day) if year else None
    time = TimeHit(
        first=hit.first,
        last=hit.last,
        means=row.means if found is None or day else "range",
        direction=row.direction,
        unit=row.unit,
        count=row.count,
        calendar=row.calendar,
        hijri=None if year else (month, day),
    )
    if found is None:
        return time
    ends = found[:1] if day else found
    return replace(
        time,
        days=tuple(one.day for one in ends),
        months=tuple(one.month for one in ends),
        years=tuple(one.year for one in ends),
    )
