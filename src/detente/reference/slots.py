"""What a word can stand for in a time pattern: `{day}`, `{month}`, `{weekday}`, ... by the calendar of a language."""

import unicodedata
from collections.abc import Callable, Iterable

from detente.model.words import fold_word
from detente.reference.languages import Language

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
# Years of the Hijri calendars, solar and lunar, in the last century and this one.
_FIRST_HIJRI, _LAST_HIJRI = 1300, 1500
_LONGEST_MONTH, _MONTHS = 31, 12
_YEAR_DIGITS = 4
_TEN = 10


def number_of(word: str) -> int | None:
    """The value of a word of decimal digits in any script, None for another word."""
    if not word or not all(unicodedata.category(letter) == "Nd" for letter in word):
        return None
    return int("".join(str(unicodedata.decimal(letter)) for letter in word))


class Slots:
    """Looks calendar words of one language up, with the endings its names may take."""

    def __init__(self, language: Language) -> None:
        self._fold = language.words.letters
        self._endings = tuple(sorted(language.calendar.endings, key=len, reverse=True))
        calendar = language.calendar
        self._capital: set[str] = set()
        self.months = self._table(calendar.months)
        self.weekdays = self._table(calendar.weekdays)
        self.seasons = self._table(calendar.seasons)
        self.numbers = {fold_word(word, self._fold): value for word, value in calendar.numbers.items()}
        self.states = {
            fold_word(choice, self._fold): code
            for code, words in language.states.items()
            for form in words.adjectives
            for choice in form.split("|")
            if choice.isalpha()
        }
        self._numerals = dict(calendar.numerals)
        self.ordinals = {fold_word(word, self._fold): value for word, value in calendar.ordinals.items()}

    def _table(self, lists: tuple[tuple[str, ...], ...]) -> dict[str, int]:
        table: dict[str, int] = {}
        for value, forms in enumerate(lists):
            for form in forms:
                folded = fold_word(form, self._fold)
                table[folded] = value
                if form[0].isupper():
                    self._capital.add(folded)
        return table

    def look_up(self, table: dict[str, int], word: str) -> int | None:
        """The value of a calendar word as written, None when it is not in `table`.

        A form that stands in the language file with a capital must have one in the text too ("May", not "may").
        """
        return self._value(table, word, self._stems(word))

    def _stems(self, word: str) -> list[str]:
        """A word as the tables may have it: folded, and without each of its endings."""
        folded = fold_word(word, self._fold)
        return [folded, *(folded[: -len(end)] for end in self._endings if folded.endswith(end))]

    def _value(self, table: dict[str, int], word: str, stems: Iterable[str]) -> int | None:
        for stem in stems:
            if stem in table and (word[0].isupper() or stem not in self._capital):
                return table[stem]
        return None

    def number(self, word: str) -> int | None:
        """The value of digits, or of numerals such as "二十三" and "一九九八"; None for another word."""
        if word[:1] not in self._numerals:
            return number_of(word)
        values = [self._numerals.get(letter) for letter in word]
        total, digits = 0, ""
        for value in values:
            if value is None:
                return None
            if value < _TEN:
                digits += str(value)
            else:
                total, digits = total + int(digits or 1) * value, ""
        return total + int(digits or 0)

    def count(self, word: str) -> int | None:
        """The value of a number word or of digits."""
        digits = self.number(word)
        return digits if digits is not None else self.look_up(self.numbers, word)

    def names(self, word: str) -> tuple[str, ...]:
        """The slots that a word as written can fill."""
        number = self.number(word)
        numbered = () if number is None else _number_slots(number, len(word))
        if number is not None and word[0] not in self._numerals:
            return numbered
        stems = self._stems(word)
        found = [
            slot
            for slot, table in (
                ("{month}", self.months),
                ("{weekday}", self.weekdays),
                ("{season}", self.seasons),
                ("{n}", self.numbers),
                ("{ordinal}", self.ordinals),
            )
            if self._value(table, word, stems) is not None
        ]
        return (*numbered, *found, "{state}") if self.states.get(stems[0]) else (*numbered, *found)

    def state_of(self, word: str) -> str:
        """The state whose adjective a word is, "" for another word."""
        return self.states.get(fold_word(word, self._fold), "")


def _number_slots(number: int, digits: int) -> tuple[str, ...]:
    found = ["{n}"]
    if 1 <= number <= _LONGEST_MONTH and digits < _YEAR_DIGITS:
        found.append("{day}")
    if 1 <= number <= _MONTHS and digits < _YEAR_DIGITS:
        found.append("{mm}")
    if _FIRST_YEAR <= number <= _LAST_YEAR and digits == _YEAR_DIGITS:
        found.append("{year}")
    if _FIRST_HIJRI <= number <= _LAST_HIJRI and digits == _YEAR_DIGITS:
        found.append("{hyear}")
    return tuple(found)


def slot_names(language: Language) -> Callable[[str], tuple[str, ...]]:
    """The function that a lexicon asks which slots a word can fill."""
    return Slots(language).names
