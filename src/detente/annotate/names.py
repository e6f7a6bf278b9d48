"""Names of persons that the registry may not know: runs of capitalised words."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

from detente.annotate.scripts import names_of_script, spaced
from detente.model.annotated import Annotated, CueHit, Mention, MentionKind, Sentence, TimeHit
from detente.model.words import Words, fold_word
from detente.reference.languages import Language
from detente.reference.unspaced import NAME_DOTS

_LONGEST = 6
_PARTICLES = 3
# Between an office and the next thing known, in scripts without capitals.
_SHORTEST_RUN, _LONGEST_RUN = 2, 5


def find_names(annotated: Annotated, language: Language) -> list[Mention]:
    """Mentions with names added, and with person mentions widened to the whole run they stand in.

    A run is up to six capitalised words with initials and name particles between them, outside every mention but
    those of persons. A language without capitals gets no runs here; `resolve` reads names next to an office.
    """
    words, mentions = annotated.words, annotated.mentions
    placed: tuple[CueHit | TimeHit, ...] = (*annotated.cues, *annotated.times)
    if not language.capitals:
        annotated = names_of_script(annotated, language)
        if language.grammar.titles != "after":
            taken = {place for one in (*annotated.mentions, *placed) for place in range(one.first, one.last)}
            behind = _places_of(_small_words(language), words)
            beside = tuple(_beside_offices(annotated, taken | behind, behind, language))
            if language.words.han_surnames:
                beside = (*beside, *_told_again(beside, taken | behind, words))
            annotated = replace(annotated, mentions=beside)
        return sorted(annotated.mentions, key=lambda mention: mention.first)
    rules = _name_words(language)
    person_at = {place: m for m in mentions if m.kind is MentionKind.PERSON for place in range(m.first, m.last)}
    capitals = _capitals(words)
    fixed = {place for m in mentions if m.kind is not MentionKind.PERSON for place in range(m.first, m.last)}
    fixed |= _small_in_capitals(words, capitals, rules.small) - person_at.keys()
    fixed |= {place for time in annotated.times for place in range(time.first, time.last)}
    openers = {cue.first for cue in annotated.cues if cue.means != "again"}
    fixed |= openers - person_at.keys()
    found = [mention for mention in mentions if mention.kind is not MentionKind.PERSON]
    introduced: set[str] = set()
    for sentence, first, last in _runs(annotated, capitals, fixed, rules.particles):
        first_kept = first
        while first_kept < last and _only_courtesy(words, first_kept, first, rules.honorifics):
            first_kept += 1
        inside = _inside(person_at, first_kept, last)
        if inside and _several(inside):
            found += inside  # two persons side by side, as after a bare genitive
        elif inside:
            # Where every noun has a capital a whole name ends with the surname.
            whole = language.order == "v2" and inside[-1].form == "full"
            end = inside[-1].last if whole else last
            found.append(_widened(inside, first_kept, end, words))
        elif last - first_kept > 1 or (
            first_kept < last and (first_kept > sentence.first or words.forms[first_kept] in introduced)
        ):
            introduced.update(words.forms[last - 1 : last] if last - first_kept > 1 else ())
            found.append(
                Mention(first=first_kept, last=last, kind=MentionKind.NAME, value=_text(words, first_kept, last))
            )
    return _without_namesakes(sorted(found, key=lambda mention: mention.first))


class _NameWords(NamedTuple):
    """Folded words of a language beside and inside names."""

    particles: frozenset[str]
    honorifics: frozenset[str]
    small: frozenset[str]


@lru_cache(maxsize=64)
def _name_words(language: Language) -> _NameWords:
    """The words of a language, the same for each of its documents."""
    particles = frozenset(fold_word(word) for word in language.words.particles)
    return _NameWords(particles, frozenset(map(fold_word, language.words.honorifics)), _small_words(language))


def _capitals(words: Words) -> dict[int, str]:
    """The words with a capital letter, by their places."""
    return dict(compress(enumerate(words.forms), map(str.isupper, map(itemgetter(0), words.forms))))


def _small_in_capitals(words: Words, capitals: Mapping[int, str], small: Collection[str]) -> set[int]:
    """Where a word that ends names is written with a capital letter and is no initial."""
    forms = {form for form in set(capitals.values()) if fold_word(form) in small}
    return {
        place
        for place, form in capitals.items()
        if form in forms and not (len(form) == 1 and words.forms[place + 1 : place + 2] == (".",))
    }


def _only_courtesy(words: Words, place: int, first: int, honorifics: Collection[str]) -> bool:
    """Whether a word before a name is an honorific or its full stop ("M. Juppé")."""
    return fold_word(words.forms[place]) in honorifics or (words.forms[place] == "." and place > first)


@lru_cache(maxsize=64)
def _small_words(language: Language) -> frozenset[str]:
    """Prepositions and articles, which end a name even where a headline runs into the text without a full stop."""
    grammar = language.grammar
    lists = (
        grammar.at_words, grammar.with_words, grammar.to_words, grammar.from_words, grammar.of, grammar.articles,
        *(() if language.capitals else (grammar.joins, grammar.between, grammar.possessive, grammar.about_words)),
    )  # fmt: skip
    small = frozenset(fold_word(word) for words in lists for form in words for word in form.split())
    return small - frozenset(language.words.particles)


def _places_of(small: Collection[str], words: Words) -> set[int]:
    """Where in the text one of these folded words stands."""
    known = {form for form in set(words.forms) if fold_word(form) in small}
    return {place for place, form in enumerate(words.forms) if form in known}


def _beside_offices(
    annotated: Annotated, taken: Collection[int], small: Collection[int], language: Language
) -> Iterator[Mention]:
    """Without capital letters a name is what stands between an office and what the lexicon knows next.

    Up to four unknown words are the given names of a known surname after them, or end with a case ending that says
    "with"; two or three of them before a time, a place or a comma are a name of their own.
    """
    words, mentions = annotated.words, annotated.mentions
    letters = language.words.letters
    endings = tuple(fold_word(end, letters) for end in language.grammar.with_endings)
    starts = {mention.first: mention for mention in mentions}
    stop_of = {place: one.last for one in annotated.sentences for place in range(one.first, one.last)}
    widened: set[Mention] = set()
    for office in mentions:
        if office.kind is not MentionKind.OFFICE:
            continue
        stop = stop_of[office.first]
        last = _unknown_run(words, office.last, stop, taken)
        known = starts.get(last)
        if known is not None and known.kind is MentionKind.PERSON and last > office.last:
            widened.add(known)
            yield replace(known, first=office.last)
            continue
        cased = _cased(words, office.last, last, endings, letters)
        if cased:
            place, ending = cased
            text = _text(words, office.last, place + 1).removesuffix(ending)
            yield Mention(first=office.last, last=place + 1, kind=MentionKind.NAME, value=text)
        elif (1 if last in small else _SHORTEST_RUN) <= _name_length(words, office.last, last) < _LONGEST_RUN and (
            last < stop
        ):
            text = spaced(words, office.last, last)
            yield Mention(first=office.last, last=last, kind=MentionKind.NAME, value=text, bare=True)
    yield from (mention for mention in mentions if mention not in widened)


def _name_length(words: Words, first: int, last: int) -> int:
    """How many words the longest part of a name between dots has."""
    length = longest = 0
    for place in range(first, last):
        length = 0 if words.forms[place] in NAME_DOTS else length + 1
        longest = max(longest, length)
    return longest


def _told_again(mentions: Sequence[Mention], taken: Collection[int], words: Words) -> Iterator[Mention]:
    """The other places at which a name beside an office stands alone, where every character is a word."""
    named = {tuple(words.forms[one.first : one.last]): one for one in mentions if one.kind is MentionKind.NAME}
    named |= {form[-_back(form) :]: one for form, one in named.items() if _back(form)}
    by_first: dict[str, list[tuple[tuple[str, ...], Mention]]] = {}
    for form, one in named.items():
        by_first.setdefault(form[0], []).append((form, one))
    known = {*taken, *(place for one in mentions for place in range(one.first, one.last))}
    place = 0
    while place < len(words.forms):
        for form, one in by_first.get(words.forms[place], ()):
            last = place + len(form)
            free = known.isdisjoint(range(place, last))
            if len(form) > 1 and free and tuple(words.forms[place:last]) == form:
                yield replace(one, first=place, last=last)
                place = last - 1
                break
        place += 1


def _back(form: Sequence[str]) -> int:
    """How many words stand after the last dot of a name, 0 when it has none."""
    dots = [place for place, word in enumerate(form) if word in NAME_DOTS]
    return len(form) - dots[-1] - 1 if dots else 0


def _unknown_run(words: Words, first: int, stop: int, taken: Collection[int]) -> int:
    """Where a run of at most four words that nothing knows ends; hyphens inside names belong to it."""
    last, longest = first, first + _LONGEST_RUN
    while last < min(longest, stop) and last not in taken:
        if words.forms[last] in NAME_DOTS and last > first:
            longest = last + 1 + _LONGEST_RUN
        elif not words.forms[last][0].isalpha() and words.forms[last] not in {"-", "‑"}:
            break
        last += 1
    return last


def _cased(
    words: Words, first: int, last: int, endings: Sequence[str], letters: Mapping[int, str]
) -> tuple[int, str] | None:
    """The first word of a run that carries an ending meaning "with", and that ending."""
    for place in range(first, last):
        folded = fold_word(words.forms[place], letters)
        ending = next((end for end in endings if folded.endswith(end) and folded != end), "")
        if ending:
            return place, ending
    return None


def _inside(person_at: dict[int, Mention], first: int, last: int) -> list[Mention]:
    if person_at.keys().isdisjoint(range(first, last)):
        return []
    return list(dict.fromkeys(person_at[place] for place in range(first, last) if place in person_at))


def _without_namesakes(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions in text order without states that are the end of another name ("New Mexico")."""
    ends = {one.last for one in mentions if one.kind is MentionKind.NAME and one.last - one.first == 1}
    return [
        one
        for one in mentions
        if not (
            one.kind is MentionKind.STATE and one.form == "name" and one.last - one.first == 1 and one.first in ends
        )
    ]


def _several(inside: Sequence[Mention]) -> bool:
    """Whether a run holds a whole name and somebody else besides."""
    full = next((mention for mention in inside if mention.form == "full"), None)
    return full is not None and any(set(full.persons).isdisjoint(other.persons) for other in inside)


def _widened(inside: Sequence[Mention], first: int, last: int, words: Words) -> Mention:
    """One mention for the run; a full name in it outranks surnames, the last surname outranks earlier ones."""
    full = [mention for mention in inside if mention.form == "full"]
    chosen = full[0] if full else inside[-1]
    persons = chosen.persons
    if not full and len(inside) > 1:
        # Family names may stand first or last ("Kishida Fumio"): keep everyone that a word of the run may mean.
        persons = tuple(dict.fromkeys(one for mention in reversed(inside) for one in mention.persons))
    return Mention(
        first=first,
        last=last,
        kind=MentionKind.PERSON,
        value=_text(words, first, last),
        form=chosen.form,
        persons=persons,
    )


def _text(words: Words, first: int, last: int) -> str:
    return " ".join(words.text[words.starts[first] : words.ends[last - 1]].split())


def _runs(
    annotated: Annotated, capitals: Mapping[int, str], fixed: Collection[int], particles: Collection[str]
) -> Iterator[tuple[Sentence, int, int]]:
    """The runs of capitalised words [first, last), each with its sentence."""
    words = annotated.words
    free = [place for place in capitals if place not in fixed]
    last = 0
    for sentence in annotated.sentences:
        for here in free[bisect_left(free, sentence.first) : bisect_left(free, sentence.last)]:
            if here < last:
                continue
            last = here + 1
            while last < sentence.last and last - here < 2 * _LONGEST and last not in fixed:
                if last in capitals:
                    last += 1
                elif bridge := _bridge(words, last, sentence.last, fixed, particles):
                    last += bridge + 1
                else:
                    break
            yield sentence, here, last


def _bridge(words: Words, place: int, stop: int, fixed: Collection[int], particles: Collection[str]) -> int:
    """How many words from `place` on join a name that goes on with a capital after them; 0 when none do.

    One full stop of an initial, one hyphen or apostrophe, or up to three particles ("von der", "es-").
    """
    form = words.forms[place]
    length = 1
    if form == ".":
        joined = len(words.forms[place - 1]) == 1
    elif form in {"-", "'", "’", "‑"}:
        joined = place + 1 < stop and words.ends[place] == words.starts[place + 1]
        joined = joined and words.ends[place - 1] == words.starts[place]
    else:
        length = 0
        while length < _PARTICLES and place + length < stop and fold_word(words.forms[place + length]) in particles:
            length += 1
        joined = length > 0
        # "es-Sisi": the article of an Arabic name is tied to it by a hyphen.
        length += joined and words.forms[place + length : place + length + 1] in (("-",), ("‑",))
    after = place + length
    return length if joined and after < stop and after not in fixed and words.forms[after][0].isupper() else 0
