"""What was worked out of words, kept while there is room: texts repeat theirs, and the web has more than memory."""

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")
# Words, some ten megabytes; nearly all that a day's texts in one language repeat.
MOST = 1 << 16


class Remembered(dict[str, Value]):
    """Word -> what was worked out of it when it was first asked for; forgets all when there are too many.

    Args:
        work_out: gives the value of a word.
        most: how many words are kept.
    """

    def __init__(self, work_out: Callable[[str], Value], most: int = MOST) -> None:
        super().__init__()
        self._work_out, self._most = work_out, most

    def __missing__(self, word: str) -> Value:
        if len(self) >= self._most:
            self.clear()
        value = self[word] = self._work_out(word)
        return value
