"""Every error that detente raises on purpose.

DetenteError
├── UsageError          the command or the call was given something it cannot use   exit code 2
│   └── NotFoundError   it asked for one thing by its name, and there is none        exit code 2
├── UnreadableError     bytes that no reader can turn into a document               (a refusal; exit code 3)
├── LedgerError         a ledger that is damaged, of a newer version, locked or out of disk   exit code 5
├── NoAnswerError       a language model gave no usable answer                      (the rules' result stands; code 7)
└── DataError           a language file or a registry table breaks its own rules    exit code 4
    └── StaleIndexError a compiled registry that does not match its tables
"""


class DetenteError(Exception):
    """The root of the tree; the message names the thing, the place and the remedy."""

    exit_code = 1


class UsageError(DetenteError):
    """The caller asked for something impossible; the message says what to ask instead."""

    exit_code = 2


class NotFoundError(UsageError):
    """There is no such contact, channel, document, ...; the message says what lists those that there are."""


class UnreadableError(DetenteError):
    """Bytes that cannot become a document.

    Args:
        reason: a short code, one of `detente.model.REFUSAL_REASONS`.
        detail: what was found, in words for a person.
        remedy: what the person can do about it.
    """

    exit_code = 3

    def __init__(self, reason: str, detail: str, remedy: str) -> None:
        self.reason, self.detail, self.remedy = reason, detail, remedy
        super().__init__(f"{detail}; {remedy}")


class LedgerError(DetenteError):
    """The file of a ledger cannot be used; the message says why and what can be done."""

    exit_code = 5


class NoAnswerError(DetenteError):
    """A language model gave no answer that can be used; what the rules read stands.

    Args:
        reason: a short code, one of `detente.consult.FAILURES`.
        detail: what came instead, in words of our own: neither the reply nor the key ever stands in it.
    """

    exit_code = 7

    def __init__(self, reason: str, detail: str) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(detail)


class DataError(DetenteError):
    """A language file or registry table is wrong; the message starts with file and line."""

    exit_code = 4


class StaleIndexError(DataError):
    """The compiled registry was built from other tables than the ones at hand."""
