"""The notation of patterns in language files, taken apart; `lexicon` tells what it means."""

from collections.abc import Iterator

from detente.model.words import word_forms


def is_unspaced(word: str) -> bool:
    """Whether a word begins in a script that is written without spaces."""
    return bool(word) and ("\u3040" <= word[0] <= "\u30ff" or "\u3400" <= word[0] <= "\u9fff")


def pattern_choices(pattern: str) -> list[list[list[str]]]:
    """The parts that no text with this pattern is without, each with its choices, each of them a list of words.

    Args:
        pattern: such as "hold~ (a) meeting|talks with".
    """
    return [choices for optional, choices in pattern_parts(pattern) if not optional]


def expand_pattern(pattern: str) -> list[list[str]]:
    """The plain word sequences that a pattern in file notation stands for.

    Args:
        pattern: such as "hold~ (a) meeting|talks with".
    """
    sequences: list[list[str]] = [[]]
    for optional, choices in pattern_parts(pattern):
        grown = [sequence + choice for sequence in sequences for choice in choices]
        sequences = grown + sequences if optional else grown
    return [sequence for sequence in sequences if sequence]


def pattern_parts(pattern: str) -> Iterator[tuple[bool, list[list[str]]]]:
    """The parts of a pattern in order: whether each may be absent, and its choices."""
    for part in pattern.split():
        optional = part.startswith("(") and part.endswith(")")
        yield optional, [_pattern_words(choice) for choice in part.strip("()").split("|")]


def _pattern_words(part: str) -> list[str]:
    """The words of one part of a pattern; a hyphenated part has several, the ending mark stays with the last."""
    if part == "…" or part[:1] == "{":
        return [part]
    if part.isascii() and part.removesuffix("~").isalpha():
        return [part]  # most choices of languages in Latin letters
    words: list[str] = []
    for form in word_forms(part):
        if form == "~" and words:
            words[-1] += "~"
        else:
            words.append(form)
    return words
