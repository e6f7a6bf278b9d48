"""What asking has cost so far, and what may still be spent."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from detente.model import Dropped

_BYTES_A_TOKEN = 3  # of UTF-8; English has four, Telugu about two
_ABSURD = 10_000_000  # tokens that no single answer costs, whatever it says


def estimated_tokens(*texts: str) -> int:
    """About how many tokens texts have, for endpoints that do not say."""
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) // _BYTES_A_TOKEN + 1


@dataclass(slots=True)
class Budget:
    """Calls and tokens of one run, and what became of each question; a class because all questions of a run share it.

    Attributes:
        max_calls, max_tokens: None for no bound.
        calls: requests sent, those of retries included.
        tokens: as the endpoint counts them, else estimated.
        written: those of them that the model wrote, which most services charge for more dearly.
        seconds: spent on waiting for answers.
        answered: documents with a usable answer, those from the store included.
        stored: answers that came from the store and cost nothing.
        mended: answers whose JSON had to be mended.
        unasked: documents for which nothing was left.
        failures: reason -> documents.
        dropped: field and reason -> values.
    """

    max_calls: int | None = None
    max_tokens: int | None = None
    calls: int = 0
    tokens: int = 0
    written: int = 0
    seconds: float = 0.0
    answered: int = 0
    stored: int = 0
    mended: int = 0
    unasked: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def calls_left(self) -> int | None:
        """Calls that may still be made, None for no bound."""
        return None if self.max_calls is None else max(self.max_calls - self.calls, 0)

    def left(self, tokens: int = 0) -> bool:
        """Whether one more call, which sends so many tokens, may be made."""
        if self.max_calls is not None and self.calls >= self.max_calls:
            return False
        return self.max_tokens is None or self.tokens + tokens <= self.max_tokens

    def spend(self, said: object, estimate: int, *, written: object = None, estimate_written: int = 0) -> None:
        """Count the tokens of an answer.

        Args:
            said: what the endpoint calls their number; anything, since it is a stranger's.
            estimate: what counts when that is no sensible number.
            written, estimate_written: the same of those that the model wrote.
        """
        tokens = _sensible(said, estimate)
        self.tokens += tokens
        self.written += min(_sensible(written, estimate_written), tokens)

    def drop(self, dropped: Iterable[Dropped]) -> None:
        """Count what was dropped of an answer."""
        self.dropped.update((one.field, one.reason) for one in dropped)


def _sensible(said: object, estimate: int) -> int:
    """The number of tokens that a stranger says, or else the estimate."""
    return said if isinstance(said, int) and not isinstance(said, bool) and 0 < said < _ABSURD else estimate
