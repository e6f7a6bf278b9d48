"""Language files: one validated TOML file a language, no words of a language in code.

A file lives in `data/languages/<code>.toml`; docs/reference/language-file.md explains every key. A wrong key,
an empty cue or a form that stands twice with different meanings is a `DataError` that names file and line.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import rtoml

from detente.errors import DataError, StaleIndexError
from detente.model import TOPICS, JunkRules, Kind, Outcome, Status
from detente.reference.lines import line_of, table_line
from detente.reference.packed import read_packed, write_packed

KINDS = tuple(kind.value for kind in Kind)
STATUSES = tuple(status.value for status in Status)
OUTCOMES = tuple(outcome.value for outcome in Outcome)
# What a cue may mean besides a kind, a status or an outcome; docs/reference/language-file.md says each in a line.
ROLES = (
    "asked", "asked-by", "told", "source", "about", "occasion", "clause", "pair", "counterpart", "pronoun", "sides",
    "delegation", "institution", "again", "earlier", "not-contact", "series", "former", "transcript", "headline",
    "other-sense", "kin", "regular",
)  # fmt: skip
# What a word in braces may stand for in a pattern; `reference.slots` fills them.
SLOTS = ("{day}", "{hyear}", "{mm}", "{month}", "{n}", "{ordinal}", "{season}", "{state}", "{weekday}", "{year}")
_BRACES = re.compile(r"\{[a-z|]+\}")
MEANINGS = frozenset((*KINDS, *STATUSES, *OUTCOMES, *ROLES))
# Within one of these a form may have one meaning only; a form may well carry a status and an outcome at once.
DIMENSIONS = (
    KINDS, STATUSES, OUTCOMES, ("asked", "asked-by"), ("told", "source"), ("about", "occasion", "clause"),
    ("again", "earlier"), ("pair", "counterpart", "pronoun", "sides", "delegation", "institution"),
)  # fmt: skip
Forms = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class _Closed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file in which a key that is not known is an error."""


class Cue(_Closed, frozen=True):
    """Words that speak of a contact, a status, a statement, ... (`means` is one of `MEANINGS`).

    Attributes:
        status: the status that these words carry besides their kind ("will meet").
        frame: how a contact cue takes its parties: verb, noun, travel, or direct for a verb of many senses that means a
            contact only with a person right after it of whom nothing else is said ("called Modi on Friday").
        tense: present, for forms that news uses of what lies ahead when a day is named ("viaja el lunes").
        office: for a pair, the office that both hold ("the two presidents").
        examples, never: sentences in which one of `any` must, or must not, be found.
    """

    means: str
    any: Forms
    status: str | None = None
    frame: Literal["verb", "noun", "travel", "direct"] = "verb"
    tense: Literal["present"] | None = None
    office: str | None = None
    examples: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class OfficeWords(_Closed, frozen=True):
    """Words for an office.

    Attributes:
        means: short English title, as the codebook writes it.
        role: role class in the registry whose holder it is, "" when the registry has none.
        side: the only state that has this office, if there is one.
    """

    means: str
    any: Forms
    role: str = ""
    side: str | None = None
    examples: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class StateWords(_Closed, frozen=True):
    """Names of a state besides the registry's, and its adjectives and demonyms.

    Attributes:
        short: abbreviations of one character, which count only beside each other or before an office, body or place.
    """

    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    short: tuple[str, ...] = ()


class TopicWords(_Closed, frozen=True):
    """Words that tie a topic to a contact (`means` is one of `detente.model.TOPICS`)."""

    means: str
    any: Forms
    examples: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class TimeWords(_Closed, frozen=True):
    """Patterns of a time expression, with slots in braces such as `{day} {month} {year}`.

    Attributes:
        means: which calculation; docs/reference/language-file.md lists them.
        direction: past, future or either (told by tense).
        count: how many units away, where the pattern has no `{n}`.
        unit: day, week, month, year, for relative expressions.
        era: first year of the era whose years the pattern counts with `{n}` or `count`.
        calendar: of the day, month or year, where it is not the Gregorian one; its years are `{hyear}`.
        month: of that calendar, 1 to 12, where the pattern writes its name.
    """

    means: str
    any: Forms
    direction: Literal["past", "future", "either", "now"] = "either"
    count: int = 0
    unit: Literal["day", "week", "month", "season", "year", ""] = ""
    era: int = 0
    calendar: Literal["solar-hijri", "hijri", ""] = ""
    month: Annotated[int, msgspec.Meta(ge=0, le=12)] = 0
    examples: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class WordRules(_Closed, frozen=True, dict=True):
    """How words are written and inflected.

    Attributes:
        fold: letters that count as another letter.
        endings: endings that a proper name may take.
        drop: last letters of a proper name that fall away before an ending.
        oblique: case endings that cannot be part of a name, and what stands there in its plain form.
        proclitics: particles written together with the next word.
        particles: small words inside a person's name.
        honorifics: titles that say nothing but that a name follows (or stands before, see `Grammar.titles`).
        gap: how many words a gap in a pattern may hold; more where every character is a word.
        read_as_chinese: sides whose names in Chinese characters are read in Chinese; the reading of others is unknown.
        han_surnames: state -> how many characters most family names have there, where names have no spaces.
        silent: words with a name in them that name nobody ("South American").
    """

    abbreviations: tuple[str, ...] = ()
    fold: Mapping[str, str] = {}
    endings: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    proclitics: tuple[str, ...] = ()
    oblique: Mapping[str, str] = {}
    particles: tuple[str, ...] = ()
    honorifics: tuple[str, ...] = ()
    gap: int = 6
    read_as_chinese: tuple[str, ...] = ()
    han_surnames: Mapping[str, int] = {}
    silent: tuple[str, ...] = ()

    @cached_property
    def letters(self) -> dict[int, str]:
        """`fold` as `fold_word` takes it."""
        return str.maketrans({letter: other for letter, other in self.fold.items() if len(letter) == 1})


class Grammar(_Closed, frozen=True):
    """Small words and endings that join mentions.

    Attributes:
        of: links an office or group to its state or body.
        joins: links members of a list.
        articles: may stand before any mention.
        possessive: marks that what stands before owns what follows.
        with_words, at_words, to_words, from_words: stand before a counterpart, a place, a destination, an origin.
        with_endings, at_endings, to_endings: endings of the mention that say the same.
        setting_words: stand before a contact in which something else was said ("during"); `at_words` when empty.
        until_words: stand before the new time of something put off.
        about_words, about_endings: mark what is talked about, not who talks.
        not_words: negate a verb near them.
        between: stands before the parties of a talk, or before whose visit it is.
        home: state whose officials need no state before their office in news of this language, if there is one.
        titles: whether an office stands before its holder's name, after it, either way in a script without spaces, or
            around: before it, or right after it without a comma, in words with spaces ("Sharif prime minister").
        topic_words, subject_words: stand after what a sentence, and after whom a clause, speaks of.
    """

    of: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    possessive: tuple[str, ...] = ()
    with_words: tuple[str, ...] = ()
    at_words: tuple[str, ...] = ()
    setting_words: tuple[str, ...] = ()
    to_words: tuple[str, ...] = ()
    from_words: tuple[str, ...] = ()
    with_endings: tuple[str, ...] = ()
    at_endings: tuple[str, ...] = ()
    to_endings: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    until_words: tuple[str, ...] = ()
    about_words: tuple[str, ...] = ()
    about_endings: tuple[str, ...] = ()
    home: str = ""
    titles: Literal["before", "after", "either", "around"] = "before"
    topic_words: tuple[str, ...] = ()
    subject_words: tuple[str, ...] = ()


class Calendar(_Closed, frozen=True):
    """Names of days, months, seasons and numbers.

    Attributes:
        weekdays: seven lists, Monday first.
        months: twelve lists, January first.
        seasons: four lists: winter, spring, summer, autumn.
        numbers, ordinals: number words and their values.
        numerals: characters that write numbers together, and their values.
        endings: endings that these words may take, where not every form is listed.
    """

    weekdays: Annotated[tuple[tuple[str, ...], ...], msgspec.Meta(min_length=7, max_length=7)]
    months: Annotated[tuple[tuple[str, ...], ...], msgspec.Meta(min_length=12, max_length=12)]
    seasons: Annotated[tuple[tuple[str, ...], ...], msgspec.Meta(min_length=4, max_length=4)] = ((), (), (), ())
    numbers: Mapping[str, int] = {}
    ordinals: Mapping[str, int] = {}
    numerals: Mapping[str, int] = {}
    endings: tuple[str, ...] = ()


class JunkWords(_Closed, frozen=True):
    """Lines of page furniture; see `detente.clean`.

    Attributes:
        cited: the marks that open and close the title of a source; a sentence that is one says nothing itself.
    """

    lines: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()


class Language(_Closed, frozen=True, eq=False):
    """Everything that detente knows of one language; equal only to itself, so that it can key what is made of it.

    Attributes:
        code: ISO 639-1.
        level: draft (its examples pass) or measured (above its floor on the gold).
        order: where the verb stands: svo; sov; v2 for an auxiliary second and the verb last ("hat ... empfangen");
            vso for one that mostly stands before its subject.
        capitals: whether proper names begin with a capital letter.
    """

    code: str
    name: str
    level: Literal["draft", "measured"]
    calendar: Calendar
    cue: tuple[Cue, ...]
    order: Literal["svo", "sov", "v2", "vso"] = "svo"
    capitals: bool = True
    words: WordRules = WordRules()
    grammar: Grammar = Grammar()
    office: tuple[OfficeWords, ...] = ()
    states: Mapping[str, StateWords] = {}
    places: Mapping[str, tuple[str, ...]] = {}
    bodies: Mapping[str, tuple[str, ...]] = {}
    topic: tuple[TopicWords, ...] = ()
    time: tuple[TimeWords, ...] = ()
    junk: JunkWords = JunkWords()

    @property
    def junk_rules(self) -> JunkRules:
        """The junk lines as `detente.clean` takes them."""
        return JunkRules(lines=self.junk.lines, starts=self.junk.starts, tails=self.junk.tails)


# A packed language made by other code with other fields is stale.
_SHAPE = repr([(row.__name__, row.__struct_fields__) for row in (
    Cue, OfficeWords, StateWords, TopicWords, TimeWords, WordRules, Grammar, Calendar, JunkWords, Language
)]).encode()  # fmt: skip


@cache
def languages() -> tuple[str, ...]:
    """Codes of all languages that have a file, sorted."""
    folder = resources.files("detente.data") / "languages"
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))


@cache
def language_digest(code: str) -> bytes:
    """SHA-256 of the language file `code`; of nothing when there is none."""
    path = resources.files("detente.data") / "languages" / f"{code}.toml"
    return hashlib.sha256(path.read_bytes() if path.is_file() else b"").digest()


def load_language(code: str, cache: Path | None = None) -> Language:
    """The bundled language `code`.

    Args:
        cache: folder for the parsed file, which is read some forty times faster than TOML; None to parse every time.

    Raises:
        DataError: no such file, or the file is wrong.
    """
    path = resources.files("detente.data") / "languages" / f"{code}.toml"
    if not path.is_file():
        raise DataError(f"no language file {code}.toml; run `make language CODE={code}` to begin one")
    content = path.read_bytes()
    key = hashlib.sha256(_SHAPE + content).digest()
    kept = None if cache is None else cache / f"language-{code}.msgpack"
    if kept is not None:
        try:
            return read_packed(kept, key, Language)
        except StaleIndexError:
            # Nothing to report: the packed file is only a faster copy, made anew below.
            pass
    language = parse_language(content.decode("utf-8"), f"{code}.toml")
    if kept is not None:
        write_packed(kept, key, language)
    return language


def read_language(path: Path) -> Language:
    """The language file at `path`.

    Raises:
        DataError: the file is wrong.
    """
    return parse_language(path.read_text(encoding="utf-8"), path.name)


def parse_language(text: str, name: str) -> Language:
    """Check and type the text of a language file.

    Raises:
        DataError: naming `name`, the line and what is wrong there.
    """
    try:
        language = msgspec.convert(rtoml.loads(text), Language)
    except rtoml.TomlParsingError as error:
        raise DataError(f"{name}: not TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise DataError(f"{name}:{line_of(text, str(error))}: {error}") from error
    _check_meanings(language, text, name)
    _check_twice(language, text, name)
    _check_slots(text, name)
    return language


def _check_meanings(language: Language, text: str, name: str) -> None:
    for index, cue in enumerate(language.cue):
        if cue.means not in MEANINGS:
            raise DataError(f"{name}:{table_line(text, 'cue', index)}: cue means {cue.means!r}; not in the codebook")
        if cue.status is not None and cue.status not in STATUSES:
            raise DataError(f"{name}:{table_line(text, 'cue', index)}: status {cue.status!r}; not in the codebook")
    for index, topic in enumerate(language.topic):
        if topic.means not in TOPICS:
            raise DataError(f"{name}:{table_line(text, 'topic', index)}: topic {topic.means!r}; not in the codebook")


def _check_twice(language: Language, text: str, name: str) -> None:
    """A form may have one meaning in each dimension, and one among the offices."""
    for meanings in DIMENSIONS:
        rows = [(index, row) for index, row in enumerate(language.cue) if row.means in meanings]
        _check_rows("cue", rows, text, name)
    _check_rows("office", list(enumerate(language.office)), text, name)


def _check_slots(text: str, name: str) -> None:
    """A word in braces is one slot: a choice of two is a form each."""
    for number, line in enumerate(text.splitlines(), start=1):
        unknown = [slot for slot in _BRACES.findall(line.partition("# ")[0]) if slot not in SLOTS]
        if unknown:
            raise DataError(f"{name}:{number}: {unknown[0]} is no slot; write one of {' '.join(SLOTS)}, and one each")


def _check_rows(table: str, rows: Sequence[tuple[int, Cue | OfficeWords]], text: str, name: str) -> None:
    seen: dict[str, str] = {}
    for index, row in rows:
        for form in row.any:
            first = seen.setdefault(form.casefold(), row.means)
            if not form.strip(" ~()|"):
                raise DataError(f"{name}:{table_line(text, table, index)}: an empty form")
            if first != row.means:
                raise DataError(
                    f"{name}:{table_line(text, table, index)}: {form!r} already means {first!r}; choose one"
                )
