"""Short forms of names that are written without spaces: "岸田" of "岸田文雄", "オバマ" of "バラク・オバマ"."""

from collections.abc import Iterator

import regex

_HAN = regex.compile(r"\p{Han}{2,6}")
# Dots that Japanese and Chinese set between the parts of a foreign name.
NAME_DOTS = frozenset("・·･•‧＝")
_PARTS = regex.compile("[・·･•‧＝]")
_KANA_OR_HAN = regex.compile(r"[\p{Han}\p{Katakana}\p{Hiragana}]")
_THREE, _FIVE = 3, 5


def unspaced_surnames(name: str, length: int) -> Iterator[str]:
    """What news may call a person by whose name has no spaces; nothing for a name of another script.

    Args:
        length: of most family names there in characters, 0 when names in characters are not cut.
    """
    parts = [part for part in _PARTS.split(name) if part]
    if len(parts) > 1 and _KANA_OR_HAN.match(name):
        yield parts[-1]
    elif length and _HAN.fullmatch(name):
        yield name[:length]
        if length > 1 and len(name) == _THREE:
            yield name[: length - 1]
        elif length > 1 and len(name) >= _FIVE:
            yield name[: length + 1]


def without_dots(name: str) -> str:
    """A name without the dots between its parts, as some write it."""
    return "".join(_PARTS.split(name))
