"""Scripts without spaces: where a name ends there, and which short names count."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import regex

from detente.model.annotated import Annotated, CueHit, Mention, MentionKind, Sentence, TimeHit
from detente.model.words import Words
from detente.reference.languages import Language
from detente.reference.unspaced import NAME_DOTS

_KANA = regex.compile(r"[\p{Katakana}\u30fc]")
_HAN = regex.compile(r"\p{Han}")
_LONGEST_KANA, _LONGEST_HAN = 24, 4
_OPEN, _CLOSE, _READING = frozenset("(（"), frozenset(")）"), 45
# A title has two marks; so many words may stand before the first, such as its author.
_PAIR, _AUTHOR = 2, 10
# What a state's abbreviation may stand before, besides another one.
# Longest word for a contact that holds a title, in characters.
_WORD = 8
_BREAKS = frozenset("。、「『\u3000")
# Where titles stand in languages that put spaces between words.
_SPACED = frozenset({"before", "around"})
_CONTACTS = frozenset({"meeting", "talks", "call", "visit"})
_TITLED = frozenset({MentionKind.OFFICE, MentionKind.BODY, MentionKind.PLACE})


def cut_from_kana(first: int, last: int, words: Words) -> bool:
    """Whether words [first, last) are only a part of a longer word in katakana ("イラン" in "イランド")."""
    for edge, beyond in ((first, first - 1), (last - 1, last)):
        if not _is_kana(words.forms[edge]) or not 0 <= beyond < len(words) or not _is_kana(words.forms[beyond]):
            continue
        low, high = sorted((edge, beyond))
        if words.ends[low] == words.starts[high]:
            return True
    return False


def _is_kana(form: str) -> bool:
    return "\u30a0" < form[0] <= "\u30ff" and _KANA.fullmatch(form) is not None


def names_of_script(annotated: Annotated, language: Language) -> Annotated:
    """The mentions of a text without capital letters, as far as its script and the order of titles tell them."""
    annotated = replace(annotated, mentions=tuple(without_stray(annotated, language)))
    annotated = replace(annotated, mentions=tuple(after_dots(annotated)))
    if language.grammar.titles in _SPACED:
        return annotated
    named = sorted(names_before_offices(annotated, language), key=lambda mention: mention.first)
    annotated = replace(annotated, mentions=tuple(named))
    return replace(annotated, mentions=tuple(with_brackets(annotated, language)))


def without_stray(annotated: Annotated, language: Language) -> list[Mention]:
    """Mentions without abbreviations of states and one-character surnames that stand where they mean nothing."""
    timed = {place for one in annotated.times for place in range(one.first, one.last)}
    found: tuple[CueHit | Mention, ...] = (*annotated.cues, *annotated.topics, *annotated.mentions)
    heads = {one.first for one in found if one.last - one.first > 1}
    abbreviated = frozenset(one.first for one in annotated.mentions if one.form == "short")
    mentions = [_parted(one, abbreviated, heads, annotated.words) for one in annotated.mentions]
    shorts = {one.first: one for one in mentions if one.form == "short" and one.first not in timed}
    if not shorts and language.grammar.titles in _SPACED:
        return list(annotated.mentions)
    honorifics = frozenset(language.words.honorifics)
    opens = {one.first: one for one in annotated.mentions}
    visits, known = _inside_cues(annotated), _known(annotated)
    beside = {place: one for place, one in shorts.items() if place not in visits}
    compounds = {
        place: cue
        for cue in annotated.cues
        if cue.means in _CONTACTS
        for place in range(cue.first, cue.last if cue.last - cue.first <= _WORD else cue.first + 1)
    }
    ends = {one.last for one in annotated.mentions if one.kind in {MentionKind.STATE, MentionKind.PERSON}}
    kept = []
    for mention in mentions:
        if mention.kind is MentionKind.OFFICE and language.grammar.titles not in _SPACED:
            cue = compounds.get(mention.first)
            inner = cue is not None and language.grammar.titles == "either" and mention.first in ends
            if cue is not None and cue.first <= mention.first and mention.last < cue.last and not inner:
                continue  # "foreign ministers meeting" is one word
        if mention.form == "short":
            if mention.first in timed or not (
                mention.first in visits or _abbreviates(mention, beside, opens, known, annotated.words)
            ):
                continue
        elif mention.kind is MentionKind.PERSON and mention.last - mention.first == 1:
            after = opens.get(mention.last)
            word = annotated.words.forms[mention.last] if mention.last < len(annotated.words) else ""
            if not (after is not None and after.kind is MentionKind.OFFICE) and word not in honorifics:
                continue
        kept.append(mention)
    return kept


def _parted(mention: Mention, shorts: Collection[int], heads: Collection[int], words: Words) -> Mention:
    """The abbreviation of a state where its name is one only by chance ("日中国交": 日, 中 and 国交)."""
    first, last = mention.first, mention.last
    by_chance = (
        mention.kind is MentionKind.STATE
        and mention.form == "name"
        and last - first == _PAIR
        and first - 1 in shorts
        and last - 1 in heads
        and words.ends[first - 1] == words.starts[first]
    )
    return replace(mention, last=first + 1, form="short") if by_chance else mention


def after_dots(annotated: Annotated) -> Iterator[Mention]:
    """Surnames widened over the given names that dots join to them, back to the title before ("总统胡安·瓦雷拉")."""
    words = annotated.words
    ends = {one.last for one in annotated.mentions if one.kind is MentionKind.OFFICE}
    for mention in annotated.mentions:
        first = mention.first
        if mention.form == "surname" and first and words.forms[first - 1] in NAME_DOTS:
            starts = [place for place in range(max(0, first - _LONGEST_KANA), first) if place in ends]
            if starts:
                first = starts[-1]
        value = mention.value if first == mention.first else spaced(words, first, mention.last)
        yield replace(mention, first=first, value=value)


def with_brackets(annotated: Annotated, language: Language) -> list[Mention]:
    """Mentions widened over the honorific and the bracket right after them ("North Korea (DPRK)", "Abe-shi")."""
    words, honorifics = annotated.words, frozenset(language.words.honorifics)
    starts = {one.first for one in annotated.mentions}
    inner: list[tuple[int, int]] = []
    found = []
    for mention in annotated.mentions:
        if inner and mention.last <= inner[-1][1]:
            continue
        last = mention.last
        while last < len(words) and words.forms[last] in honorifics and last not in starts:
            last += 1
        close = _bracket_end(words, last)
        if close and sum(place in starts for place in range(last, close)) <= 1:
            inner.append((last, close))
            last = close
        found.append(replace(mention, last=last))
    return found


def _bracket_end(words: Words, first: int) -> int:
    """The place after a short bracket that opens at `first`, 0 when none does."""
    if first >= len(words) or words.forms[first] not in _OPEN:
        return 0
    for place in range(first + 1, min(first + _READING, len(words))):
        if words.forms[place] in _CLOSE:
            return place + 1
    return 0


def without_cited(sentences: Sequence[Sentence], words: Words, marks: Sequence[str]) -> tuple[Sentence, ...]:
    """Sentences with those set aside as junk that are the title of a source and little else ("Tanaka 『...』。")."""
    if len(marks) != _PAIR:
        return tuple(sentences)
    opening, closing = marks
    found = []
    for sentence in sentences:
        forms = words.forms[sentence.first : sentence.last]
        ends = closing in forms[-2:]
        starts = opening in forms[:_AUTHOR]
        found.append(replace(sentence, junk=True) if starts and ends else sentence)
    return tuple(found)


def _inside_cues(annotated: Annotated) -> dict[int, CueHit]:
    """The second places of cues of a visit, where an abbreviation says the host ("訪米")."""
    return {cue.first + 1: cue for cue in annotated.cues if cue.means == "visit" and cue.last > cue.first + 1}


def _abbreviates(
    mention: Mention, shorts: dict[int, Mention], opens: dict[int, Mention], known: Collection[int], words: Words
) -> bool:
    """Whether an abbreviation stands beside another, before an office, body or place, or alone in a headline."""
    first = mention.first
    before = words.forms[first - 1] if first else ""
    if before[:1].isdigit() and first and words.ends[first - 1] == words.starts[first]:
        return False  # the day of a date
    neighbours = [shorts[place] for place in (first - 1, first + 1) if place in shorts]
    if any(one.side != mention.side for one in neighbours):
        return True
    after = opens.get(mention.last)
    if after is not None and after.kind is MentionKind.STATE and after.form == "name" and after.side != mention.side:
        return not (first and (_HAN.fullmatch(before) or _is_kana(before)))  # "US-Iran talks"
    if after is not None and after.kind in _TITLED:
        return not (first and _HAN.fullmatch(before)) or first - 1 in known
    following = words.forms[mention.last] if mention.last < len(words) else ""
    beyond = opens.get(mention.last + 1)
    if following in NAME_DOTS and beyond is not None and beyond.kind is MentionKind.STATE:
        return True
    starts_line = first == 0 or "\n" in words.text[words.ends[first - 1] : words.starts[first]]
    return starts_line and following in {"、", "，"}


def _known(annotated: Annotated) -> frozenset[int]:
    """The words that a mention, cue or time covers, so that they are no part of a name."""
    layers: tuple[Mention | CueHit | TimeHit, ...] = (*annotated.mentions, *annotated.cues, *annotated.times)
    return frozenset(place for one in layers for place in range(one.first, one.last))


def names_before_offices(annotated: Annotated, language: Language) -> Iterator[Mention]:
    """Where titles follow names: the run right before an office or honorific, with the surname that is known in it.

    A run in katakana is a name whatever stands before it; one of two to four Chinese characters only after a word
    such as "of", a state or a body.
    """
    words, mentions = annotated.words, annotated.mentions
    # Cues do not count: a character of a name may well be a word.
    taken = {place for one in mentions for place in range(one.first, one.last)}
    taken |= {place for one in annotated.times for place in range(one.first, one.last)}
    ends = {mention.last: mention for mention in mentions}
    possessive = frozenset(language.grammar.possessive)
    widened: set[Mention] = set()
    for last in _title_starts(annotated, language):
        stop = _before_reading(words, last) if last not in ends else last
        state = ends.get(stop)
        if state is not None and state.kind is MentionKind.STATE and state.first:
            named = ends.get(state.first)
            if (named is not None and named.kind is MentionKind.PERSON) or _is_kana(words.forms[state.first - 1]):
                stop = state.first  # "Trump US president"
        known = ends.get(stop)
        if known is not None and known.kind is not MentionKind.PERSON:
            continue
        first = _kana_start(words, known.first if known else stop, stop, taken)
        if known is not None:
            if first < known.first:
                widened.add(known)
                yield replace(known, first=first, value=spaced(words, first, stop))
            continue
        if stop - first == 0:
            first = _han_start(words, stop, taken, possessive, ends)
        if stop - first > 1:
            yield Mention(first=first, last=stop, kind=MentionKind.NAME, value=spaced(words, first, stop), bare=True)
    yield from (mention for mention in mentions if mention not in widened)


def _title_starts(annotated: Annotated, language: Language) -> list[int]:
    """Where an office begins that may follow a name, or an honorific."""
    honorifics = frozenset(word for word in language.words.honorifics)
    places = {one.first for one in annotated.mentions if one.kind is MentionKind.OFFICE}
    taken = {place for one in annotated.mentions for place in range(one.first, one.last)}
    places |= {place for place, form in enumerate(annotated.words.forms) if form in honorifics and place not in taken}
    return sorted(places)


def _before_reading(words: Words, last: int) -> int:
    """Where a bracket right before a title begins, which says how the name before it is read; else the title."""
    if not last or words.forms[last - 1] not in _CLOSE:
        return last
    for place in range(last - 2, max(-1, last - _READING), -1):
        if words.forms[place] in _OPEN:
            return place
    return last


def _kana_start(words: Words, start: int, stop: int, taken: Collection[int]) -> int:
    """Where the run of katakana that ends before `start` begins; its parts may be set apart by dots or blanks."""
    first = start
    while first > 0 and first - 1 not in taken and stop - first < _LONGEST_KANA:
        form = words.forms[first - 1]
        if not (_is_kana(form) or form in NAME_DOTS or form == "=") or "\n" in _between(words, first):
            break
        first -= 1
    while first < start and not _is_kana(words.forms[first]):
        first += 1
    return first


def _between(words: Words, place: int) -> str:
    """The white space before a word."""
    return words.text[words.ends[place - 1] : words.starts[place]]


def _han_start(
    words: Words, stop: int, taken: Collection[int], possessive: Collection[str], ends: dict[int, Mention]
) -> int:
    """Where a name in two to four Chinese characters begins that ends before `stop`; `stop` when there is none."""
    first = stop
    while first > 0 and first - 1 not in taken and stop - first <= _LONGEST_HAN:
        if not _HAN.fullmatch(words.forms[first - 1]):
            break
        first -= 1
    owner = ends.get(first)
    led = (first > 0 and words.forms[first - 1] in possessive) or (
        owner is not None and owner.kind in {MentionKind.STATE, MentionKind.BODY}
    )
    led = led or first == 0 or words.forms[first - 1] in _BREAKS
    return first if led and 1 < stop - first <= _LONGEST_HAN else stop


def spaced(words: Words, first: int, last: int) -> str:
    """The name with blanks for its dots."""
    text = words.text[words.starts[first] : words.ends[last - 1]]
    return " ".join("".join(" " if letter in NAME_DOTS else letter for letter in text).split())
