"""What a user says of a model: where it is, how it is called, and what it may cost."""

import ipaddress
import math
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit, urlunsplit

from detente.errors import UsageError

FAILURES = MappingProxyType({
    "unreachable": "nobody answers",
    "timeout": "no answer within the time",
    "refused": "the endpoint refuses the question",
    "rejected": "the endpoint refuses this article, most often for its length",
    "redirect": "the endpoint sends elsewhere, and nobody follows",
    "busy": "the endpoint is overloaded or broken",
    "too-large": "the answer is too large",
    "no-content": "the answer holds no message",
    "bad-json": "the message holds no JSON",
    "too-deep": "the message nests brackets too deep",
    "wrong-shape": "the message is no list of contacts",
    "no-gloss": "the message is no gloss of the quotation, or one that is too long",
    "long-article": "the article is longer than `text_letters`",
    "given-up": "not asked after five failures in a row",
})  # fmt: skip
_PATH, _END = "/v1/chat/completions", "/chat/completions"
_LONGEST_NAME = 200
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to ask a model; every number is a bound.

    Attributes:
        endpoint: address that questions are posted to, whole.
        model: its name, as the endpoint knows it.
        key: what the endpoint wants to see, "" for nothing; it stands in no message and in no `repr`.
        seconds: longest time for one article, retries and the waits between them included.
        retries: how often a question is asked again after a failure that may pass.
        max_calls: questions in one run, asked again ones included; None for no bound.
        max_tokens: tokens in one run, as the endpoint counts them or else estimated; None for no bound.
        reply_tokens: longest answer.
        reply_contacts: most contacts in an answer.
        text_letters: longest article that is asked about; a longer one is left to the rules and counted.
        price_in, price_out: what a million tokens cost that are sent, and that the model writes, in whatever currency;
            None when nobody said.
    """

    endpoint: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 120.0
    retries: int = 2
    max_calls: int | None = None
    max_tokens: int | None = None
    reply_tokens: int = 4096
    reply_contacts: int = 12
    text_letters: int = 40_000
    price_in: float | None = None
    price_out: float | None = None

    def __post_init__(self) -> None:
        """Check what the types do not say.

        Raises:
            UsageError: an address, name, key or number that cannot be used; the message never holds the key.
        """
        object.__setattr__(self, "endpoint", _address(self.endpoint))
        if not 0 < len(self.model) <= _LONGEST_NAME or not self.model.isprintable() or "," in self.model:
            raise UsageError(
                "the setting llm.model has to name a model, without commas, as the endpoint knows it; "
                "a llama.cpp server takes any name"
            )
        if not all("!" <= letter <= "~" for letter in self.key):
            raise UsageError(
                "the key for the model has letters that a header cannot hold; check DETENTE_LLM_KEY or the file"
            )
        if self.key and not _is_private_way(self.endpoint):
            raise UsageError("llm.endpoint is http, so others on the way could read the key; use https or no key")
        _check_numbers(self)

    @property
    def asked_with(self) -> str:
        """The options that change an answer, wherever it comes from: part of the key of stored answers."""
        return f"reply_tokens={self.reply_tokens} reply_contacts={self.reply_contacts}"

    @property
    def prices(self) -> tuple[float, float] | None:
        """What a token costs that is sent, and one that the model writes; None when nobody said."""
        if self.price_in is None or self.price_out is None:
            return None
        return self.price_in / _MILLION, self.price_out / _MILLION


def _check_numbers(options: Options) -> None:
    for name in ("seconds", "reply_tokens", "reply_contacts", "text_letters"):
        if not getattr(options, name) > 0:
            raise UsageError(f"llm.{name} has to be more than 0")
    for name in ("retries", "max_calls", "max_tokens"):
        value = getattr(options, name)
        if value is not None and value < 0:
            raise UsageError(f"llm.{name} has to be 0 or more")
    prices = options.price_in, options.price_out
    if any(price is not None and not 0 <= price < math.inf for price in prices):
        raise UsageError("llm.price_in and llm.price_out have to be 0 or more: what a million tokens cost")
    if prices.count(None) == 1:
        raise UsageError("llm.price_in and llm.price_out belong together; give 0 for what costs nothing")


def _address(said: str) -> str:
    """The whole address of an endpoint that users name by its host, its `/v1` or in full."""
    try:
        parts = urlsplit(said.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError("llm.endpoint is no address; give one such as http://localhost:8080/v1") from error
    if parts.scheme not in {"http", "https"} or not host or port == 0:
        raise UsageError("llm.endpoint is no address; give one such as http://localhost:8080/v1")
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            "llm.endpoint has a name or password in it; the key belongs in DETENTE_LLM_KEY or llm.key_file"
        )
    path = parts.path.rstrip("/")
    whole = path if path.endswith(_END) else f"{path}{_END}" if path else _PATH
    return urlunsplit((parts.scheme, parts.netloc, whole, parts.query, ""))


def _is_private_way(endpoint: str) -> bool:
    """Whether what is sent there cannot be read by others: encrypted, or on this machine."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    try:
        return parts.scheme == "https" or host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
