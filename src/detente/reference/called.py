"""What texts may call a person: each written form of his name, with the words that stand for it afterwards."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz import fuzz

from detente.model.actors import Person
from detente.reference.unspaced import unspaced_surnames, without_dots

ENGLISH = "en"
_SHORT = 3
_GIVEN_AND_FAMILY = 2
_ALIKE = 60.0
_REGNAL = re.compile(r" [IVX]+( of .+)?$")
_LATIN_LETTERS = "\u0250"  # the first letter behind the Latin ones


class Called(NamedTuple):
    """A written form of a person's name.

    Attributes:
        surname: the word by which news calls him after the first mention, "" for none.
        double: the two family names of a longer name, "" for none.
        unspaced: short forms where names are written without spaces.
    """

    form: str
    surname: str = ""
    double: str = ""
    unspaced: tuple[str, ...] = ()


def state_of(person: str) -> str:
    """The state in which a person was first entered, from the id (`cn.wang-yi`)."""
    return person.partition(".")[0].upper()


def called_in(code: str, person: Person, *, family_first: bool, han: int = 0) -> list[Called]:
    """The forms of a name in a language of its own.

    Args:
        family_first: whether the family name comes first where he is from.
        han: length of most family names there in characters, 0 when names in characters are not cut.
    """
    own = [_spoken(form) for form in person.forms.get(code, ())]
    own += [undotted for form in own if (undotted := without_dots(form)) != form]
    return list(_called(own, person, family_first=family_first, native=code == ENGLISH, han=han))


def called_in_english(person: Person, *, family_first: bool, native: bool) -> list[Called]:
    """The forms of a name in English, which texts of other languages with capital letters use too.

    Args:
        family_first: whether the family name comes first where he is from.
        native: whether the text is English itself.
    """
    forms = [person.name, *(form for form in person.forms.get(ENGLISH, ()) if form != person.name)]
    return list(_called(forms, person, family_first=family_first, native=native))


def _called(
    forms: Iterable[str], person: Person, *, family_first: bool, native: bool, han: int = 0
) -> Iterator[Called]:
    counted = _REGNAL.search(person.name) is not None
    for form in forms:
        if counted and _is_regnal(form):
            yield Called(form)
            continue
        parts = form.split()
        surname = surname_of(form, family_first=family_first)
        if not native and len(parts) > _GIVEN_AND_FAMILY:
            surname = _surname_like(parts, surname_of(person.name, family_first=family_first)) or surname
        double = "" if family_first else _double_surname(parts)
        yield Called(form, surname, double, tuple(unspaced_surnames(form, han)))


def _is_regnal(form: str) -> bool:
    """Whether the last word of a ruler's name counts him ("Benedict XVI", "عبد الله الثاني") or names his state."""
    return form[0] >= _LATIN_LETTERS or len(form.split()) != _GIVEN_AND_FAMILY or _REGNAL.search(form) is not None


def _double_surname(parts: list[str]) -> str:
    """The two family names of a longer name ("López Obrador"), "" where there are not two."""
    if len(parts) <= _GIVEN_AND_FAMILY or not all(part[0].isupper() for part in parts[-2:]):
        return ""
    return " ".join(parts[-2:])


def _surname_like(words: list[str], surname: str) -> str:
    """The first or last word of a long name that sounds like the surname in English, "" when neither does.

    Lists in some languages put the family name first and end with the father's name.
    """
    plain = anyascii(surname).casefold()
    likeness, best = max((fuzz.ratio(anyascii(word).casefold(), plain), word) for word in (words[0], words[-1]))
    return best if likeness >= _ALIKE else ""


def _spoken(form: str) -> str:
    """A name as texts have it: "Family, Given" as lists write it is turned round."""
    family, comma, given = form.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else form


def surname_of(name: str, *, family_first: bool) -> str:
    """The word by which news calls a person after the first mention, "" when the name is one word.

    Args:
        name: as usually written in its language.
        family_first: whether the family name comes first.
    """
    parts = name.split()
    if len(parts) == 1 or "of" in parts:
        return ""  # "Abdullah II of Jordan" has no surname
    surname = parts[0] if family_first else parts[-1]
    return surname if len(surname) >= _SHORT or family_first else ""
