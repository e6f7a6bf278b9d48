"""Which person a name or an office means on the document's day."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz, process

from detente.model import Interval, Term
from detente.model.annotated import Mention
from detente.reference.registry import Registry

# Roles whose holders news calls by surname alone.
PROMINENT = frozenset({"hos", "hog", "vp", "foreign", "defence", "nsa", "intel", "igo_head"})
_HEADS, _FIRST = frozenset({"hos", "hog"}), frozenset({"hos"})
# Offices by weight, the weightiest first.
_ORDER = ("hos", "hog", "igo_head", "vp", "foreign", "defence", "nsa", "intel", "envoy", "ambassador")
_NUMERAL = re.compile("[IVX]+")
_CLOSE_ENOUGH = 75.0
# A name without office or state means its bearer only when all of it is heard, and enough of it.
_WHOLE_NAME, _SAME_SOUND, _ENOUGH_SOUND, _SAFE_DAY = 2, 92.0, 5, 28
_PARTICLE, _MOST = 2, 0.6
_SLACK = timedelta(days=400)
_SOUNDS = str.maketrans(
    {"c": "k", "q": "k", "g": "k", "d": "t", "b": "p", "v": "w", "f": "w", "m": "n", "z": "s", "j": "s"}
)


@lru_cache(maxsize=1 << 16)
def skeleton(name: str) -> str:
    """The consonants of a name by sound, the same whichever script it was written in.

    Letters that scripts confuse count as one: g and k, d and t, b and p, v, f and w, m and n, s, z, j, sh and ch.
    """
    plain = anyascii(name).casefold()
    plain = plain.replace("ph", "f").replace("ce", "se").replace("ci", "si").replace("cy", "si")
    for pair in ("shch", "sch", "tch", "tsch", "ch", "sh", "zh", "ts", "kh"):
        plain = plain.replace(pair, "k" if pair == "kh" else "s")
    kept: list[str] = []
    for word in plain.split():
        letters = word.translate(_SOUNDS)
        start = "a" if letters[:1] in "aeiouy" else ""
        for letter in letters:
            if letter.isalpha() and letter not in "aeiouyh" and (not start or start[-1] != letter):
                start += letter
        kept.append(start)
    return " ".join(kept)


@lru_cache(maxsize=2)
def _prominent(registry: Registry) -> tuple[tuple[date, date, str, str], ...]:
    """First and last day, person and name by sound of every term in a prominent office."""
    return tuple(
        (term.start, term.end or date.max, term.person, skeleton(registry.persons[term.person].name))
        for term in registry.terms
        if term.role in PROMINENT
    )


@lru_cache(maxsize=64)
def prominent_names(registry: Registry, first: date, last: date) -> dict[str, str]:
    """Person -> name by sound, of those in a prominent office on some day from `first` to `last`."""
    return {person: heard for start, end, person, heard in _prominent(registry) if start <= last and end >= first}


@lru_cache(maxsize=20_000)
def _sounding(registry: Registry, first: date, last: date, heard: str) -> list[tuple[str, float, str]]:
    """The two names most like a sound, with likeness and person; remembered, since news repeats its names."""
    names = prominent_names(registry, first, last)
    return process.extract(heard, names, scorer=fuzz.ratio, score_cutoff=_SAME_SOUND, limit=2)


# Bounded, since the registry has tens of thousands of persons and news tells of the same few hundred.
@lru_cache(maxsize=1 << 12)
def _sounds_of(registry: Registry, person: str) -> frozenset[str]:
    """The words of all the forms of a person's name, by sound."""
    known = registry.persons[person]
    forms = (known.name, *_flat(known.forms))
    return frozenset(skeleton(word) for form in forms for word in form.replace("-", " ").split())


def _sounds_like(heard: Sequence[str], own: Collection[str]) -> bool:
    """Whether most words of a name sound like words of a person's name."""
    matched = sum(any(fuzz.ratio(one, other) >= _CLOSE_ENOUGH for other in own) for one in heard)
    return matched >= min(2, len(heard)) and matched >= _MOST * len(heard)


class People:
    """Persons of one document, resolved with what the registry knows of the days around it.

    Args:
        registry: terms and persons.
        days: when the document was written, None when unknown.
        named: ids of persons named in full in the document.
        sides: states and bodies that the document names.
    """

    def __init__(
        self, registry: Registry, days: Interval | None, named: Iterable[str], sides: Collection[str] = ()
    ) -> None:
        self._registry, self._days, self._sides_named = registry, days, frozenset(sides)
        self._named = tuple(dict.fromkeys(named))
        self._last: dict[str, str] = {}
        self._terms: dict[str, tuple[Term, ...]] = {}

    def term_of(self, person: str, role: str = "", side: str = "") -> Term | None:
        """The person's term on the document's days that fits role and side best; the weightiest of several."""
        terms = self._active(person)
        fitting = [term for term in terms if (not role or term.role == role) and (not side or term.side == side)]
        ranked = fitting or ([] if role or side else list(terms))
        if len(ranked) > 1:
            # Of two offices of one rank the one taken up later is what news calls a person by.
            ranked.sort(key=lambda term: term.start, reverse=True)
            ranked.sort(key=lambda term: _ORDER.index(term.role) if term.role in _ORDER else len(_ORDER))
        return ranked[0] if ranked else None

    def _active(self, person: str) -> Sequence[Term]:
        """The person's terms on the document's days, all when these are unknown; looked up once a document."""
        known = self._terms.get(person)
        if known is None:
            days, known = self._days, self._registry.terms_of(person)
            if days is not None:
                held = (one for one in known if one.start <= days.end and (one.end is None or one.end >= days.start))
                known = tuple(held)
            self._terms[person] = known
        return known

    def side_of(self, person: str) -> str:
        """The side a person acts for on the document's days, else the side of the latest term, else of the id."""
        term = self.term_of(person)
        if term is not None:
            return term.side
        terms = sorted(self._registry.terms_of(person), key=lambda one: one.start)
        return terms[-1].side if terms else person.partition(".")[0].upper()

    def holder(self, side: str, role: str, title: Callable[[Term], bool] = lambda _term: False) -> str | None:
        """The only person who held an office over the document's days, None when none or several did.

        Args:
            title: whether a term bears the very title in the text; decides between several holders of one role.
        """
        if self._days is None or not role:
            return None
        terms = self._registry.holders_between(side, role, self._days.start, self._days.end)
        persons = {term.person for term in terms}
        named = persons.intersection((*self._named, *self._last))
        for narrower in ({term.person for term in terms if title(term)}, named):
            if len(persons) > 1 and persons & narrower:
                persons &= narrower
        if len(persons) != 1:
            return None
        person = persons.pop()
        stale = all(self._registry.is_stale(term, self._days.end) for term in terms if term.person == person)
        return None if stale and person not in named else self._remember(person)

    def identify(self, mention: Mention, role: str, side: str) -> str | None:
        """The registry id of a named person, None when the registry does not know who it is.

        A name in full is itself. A surname is first the person named in full in this document, then the one whose
        office and side agree, then the only prominent holder of an office on the document's days.
        """
        candidates = self._fitting(mention)
        if side:
            agreeing = [one for one in candidates if side in self._sides(one)]
            candidates = agreeing if mention.form == "surname" else (agreeing or candidates)
        if not candidates:
            return None
        if mention.form == "full" and len(candidates) == 1:
            return self._remember(candidates[0])
        for known in (*self._named, *self._last.values()):
            if known in candidates:
                return self._remember(known)
        return self._by_office(candidates, role, side)

    def _remember(self, person: str) -> str:
        self._last[person] = person
        return person

    def _by_office(self, candidates: Sequence[str], role: str, side: str) -> str | None:
        if role:
            exact = [one for one in candidates if any(term.role == role for term in self._active(one))]
            if len(exact) == 1:
                return self._remember(exact[0])
            candidates = exact or candidates
        weighty = [one for one in candidates if any(term.role in PROMINENT for term in self._active(one))]
        if len(weighty) > 1:
            weighty = [one for one in weighty if self.side_of(one) in self._sides_named] or weighty
        for roles in (_HEADS, _FIRST):
            if len(weighty) > 1:
                heads = [one for one in weighty if any(term.role in roles for term in self._active(one))]
                weighty = heads or weighty
        if len(weighty) == 1 and self._days is not None:
            return self._remember(weighty[0])
        if side and len(candidates) == 1:
            return self._remember(candidates[0])
        if not role and not side and len(candidates) == 1 and self._days is not None and self._active(candidates[0]):
            return self._remember(candidates[0])  # an envoy or spokesman whose surname nobody else bears
        return None

    def acted_for(self, person: str, side: str) -> bool:
        """Whether a person ever held an office of a side, or is entered under it."""
        return side in self._sides(person)

    def _sides(self, person: str) -> frozenset[str]:
        return frozenset({self.side_of(person), *(term.side for term in self._registry.terms_of(person))})

    def _fitting(self, mention: Mention) -> list[str]:
        """Those to whom the other words of the name can belong ("Rod Rosenstein" is not Axel Rosenstein)."""
        written, known = mention.value.replace("-", " ").split(), self._registry.persons
        numbers = {word for word in written if _NUMERAL.fullmatch(word)}
        # Mohammed V is not Mohammed VI.
        able = [one for one in mention.persons if not numbers or numbers <= set(known[one].name.split())]
        if mention.form == "full" or len(written) == 1:
            return able
        heard = [skeleton(word) for word in written if len(word.strip(".")) > _PARTICLE]
        return [one for one in able if _sounds_like(heard, _sounds_of(self._registry, one))]

    def by_sound(self, name: str, side: str, role: str) -> str | None:
        """The holder of an office of that side near the document's days whose name sounds like this one.

        Accepted only together with a side; the score is the mean of romanised and skeleton similarity.
        """
        if not side or self._days is None:
            return None
        best: tuple[float, str] | None = None
        first, last = self._days.start - _SLACK, self._days.end + _SLACK
        seen: set[str] = set()
        for term in self._registry.terms_for(side, first, last):
            if term.person in seen:
                continue
            seen.add(term.person)
            score = self._sound_score(name, term.person) + (5.0 if term.role == role else 0.0)
            if best is None or score > best[0]:
                best = score, term.person
        return best[1] if best is not None and best[0] >= _CLOSE_ENOUGH else None

    def known_by_sound(self, name: str) -> str | None:
        """The holder of a prominent office on the document's days whose whole name sounds just like this one."""
        words = name.replace("-", " ").split()
        if self._days is None or len(words) < _WHOLE_NAME:
            return None
        first = (self._days.start - _SLACK).replace(day=1)
        heard = skeleton(name)
        found = _sounding(self._registry, first, self._days.end.replace(day=_SAFE_DAY), heard)
        if not found or len(heard.replace(" ", "")) < _ENOUGH_SOUND:
            return None
        persons = {found[0][2], *(person for _, score, person in found if score == found[0][1])}
        plain = anyascii(name).casefold()
        person: str = found[0][2]
        written = {anyascii(form).casefold() for form in (self._registry.persons[person].name, *self._english(person))}
        alike = max(fuzz.ratio(plain, form) for form in written) >= _CLOSE_ENOUGH
        return self._remember(person) if len(persons) == 1 and alike else None

    def _english(self, person: str) -> tuple[str, ...]:
        return self._registry.persons[person].forms.get("en", ())

    @property
    def day(self) -> date | None:
        """The last day on which the document may have been written."""
        return None if self._days is None else self._days.end

    def near(self, side: str, role: str) -> list[Term]:
        """Terms of an office of that side near the document's days."""
        if self._days is None:
            return []
        terms = self._registry.terms_for(side, self._days.start - _SLACK, self._days.end + _SLACK)
        return [term for term in terms if term.role == role]

    def _sound_score(self, name: str, person: str) -> float:
        known = self._registry.persons[person]
        heard, plain = skeleton(name), anyascii(name).casefold()
        forms = {known.name, *known.forms.get("en", ())}
        return max(
            (fuzz.token_sort_ratio(heard, skeleton(form)) + fuzz.token_sort_ratio(plain, anyascii(form).casefold())) / 2
            for form in forms
        )


def _flat(forms: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    for written in forms.values():
        yield from written


def open_days(terms: Iterable[Term], latest: date) -> list[tuple[date, date]]:
    """The days of terms as closed pairs; a term without an end lasts to `latest`."""
    by_start: defaultdict[date, date] = defaultdict(lambda: date.min)
    for term in terms:
        end = latest if term.end is None else min(term.end, latest)
        if term.start <= latest:
            by_start[term.start] = max(by_start[term.start], end)
    return sorted(by_start.items())
