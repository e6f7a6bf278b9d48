"""A model that a run consults: the store first, then the endpoint, within the budget; failures are counted."""

import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from detente.consult.budget import Budget, estimated_tokens
from detente.consult.endpoint import Endpoint
from detente.consult.options import Options
from detente.consult.store import Key, Store
from detente.errors import NoAnswerError
from detente.extract.llm import PROMPT_VERSION, Prompt, Reply, read_reply, reply_schema
from detente.extract.llm.worth import When, worth_asking
from detente.model import Dropped
from detente.model.reading import Reading

Value = TypeVar("Value")

# Failures for which an endpoint has worked all the same, without saying how much.
_PAID = frozenset({"no-content", "too-large", "timeout"})
# An endpoint that is down would cost every document its whole time, so after so many in a row nobody is asked any more.
# What a model writes never counts: else five articles that make it babble would silence it for all others.
_DOWN = frozenset({"unreachable", "timeout", "refused", "redirect", "busy"})
_GIVE_UP = 5


class Model:
    """A language model as a second reader (`detente.pipeline.Second`).

    Args:
        options: where it is and what it may cost.
        alone: whether its reports stand for those of the rules.
        when: which documents are worth a question.
        store: answers of earlier runs.
        endpoint: who carries the questions; made from the options by `model_of`.
        budget: what is spent.
        clock: seconds of a clock that only goes forward.
    """

    def __init__(  # noqa: PLR0913  (each is another part of it)
        self,
        options: Options,
        *,
        alone: bool,
        when: When,
        store: Store,
        endpoint: Endpoint,
        budget: Budget,
        clock: Callable[[], float],
    ) -> None:
        self.options, self.alone, self.when = options, alone, when
        self._store, self._endpoint, self.budget, self._clock = store, endpoint, budget, clock
        self._row = 0  # failures in a row
        self.last_failure = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()

    @property
    def name(self) -> str:
        """`llm` and the name of the model."""
        return f"llm {self.options.model}"

    @property
    def edition(self) -> str:
        """The version of the question, and which documents it is put about."""
        return f"q{PROMPT_VERSION} {self.when}"

    def wants(self, reading: Reading) -> bool:
        """Whether a document of which the rules made this is worth a question."""
        return worth_asking(self.when, reading)

    def knows(self, prompt: Prompt) -> bool:
        """Whether the answer is stored, so that the question costs no call."""
        return self._store.get(self._key(prompt)) is not None

    def ask(self, prompt: Prompt) -> Reply | None:
        """The contacts that the model says an article reports."""
        reply = self.answer(prompt, reply_schema(self.options.reply_contacts), read_reply)
        if reply is not None:
            self.budget.mended += reply.mended
        return reply

    def answer(self, prompt: Prompt, schema: Mapping[str, Any], read: Callable[[str], Value]) -> Value | None:
        """What the model says to any question; None, and counted, when it gives no usable answer.

        Args:
            schema: of the JSON that is asked for.
            read: makes a value of the model's words; raises `NoAnswerError` for those that are none. Words that it
                reads are stored, and not asked for again.
        """
        stored = self._stored(prompt, read)
        if stored is not None:
            self.budget.answered += 1
            self.budget.stored += 1
            return stored
        if prompt.letters > self.options.text_letters:
            self._failed("long-article", f"an article of {prompt.letters:,} letters")
        elif self._row >= _GIVE_UP:
            self._failed("given-up", "")
        elif not self.budget.left(estimated_tokens(prompt.system, prompt.user)):
            self.budget.unasked += 1
        else:
            return self._asked(prompt, schema, read)
        return None

    def note(self, dropped: Sequence[Dropped]) -> None:
        """Count what was dropped of an answer."""
        self.budget.drop(dropped)

    def _asked(self, prompt: Prompt, schema: Mapping[str, Any], read: Callable[[str], Value]) -> Value | None:
        sent, began = estimated_tokens(prompt.system, prompt.user), self._clock()
        self.budget.calls += 1
        try:
            answer = self._endpoint.ask(prompt, schema)
            wrote = estimated_tokens(answer.text)
            self.budget.spend(answer.tokens, sent + wrote, written=answer.written, estimate_written=wrote)
            value = read(answer.text)
        except NoAnswerError as error:
            if error.reason in _PAID:
                self.budget.spend(None, sent)
            self._row = self._row + 1 if error.reason in _DOWN else 0
            self._failed(error.reason, error.detail)
            return None
        finally:
            self.budget.seconds += self._clock() - began
        self._row = 0
        self.budget.answered += 1
        self._store.put(self._key(prompt), answer.text)
        return value

    def _stored(self, prompt: Prompt, read: Callable[[str], Value]) -> Value | None:
        stored = self._store.get(self._key(prompt))
        try:
            return None if stored is None else read(stored)
        except NoAnswerError:
            return None  # somebody changed the file

    def _failed(self, reason: str, detail: str) -> None:
        self.budget.failures[reason] += 1
        self.last_failure = detail or self.last_failure

    def _key(self, prompt: Prompt) -> Key:
        return prompt.document, prompt.version, self.options.model, self.options.asked_with


def model_of(  # noqa: PLR0913  (the clock and the sleep are handed in)
    options: Options,
    store: Store,
    *,
    alone: bool,
    when: When,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Model:
    """A model that is asked over the network.

    Args:
        sleep: waits for seconds.
        clock: seconds of a clock that only goes forward.
    """
    budget = Budget(max_calls=options.max_calls, max_tokens=options.max_tokens)

    def may_call() -> bool:
        if not budget.left():
            return False
        budget.calls += 1
        return True

    endpoint = Endpoint(options, may_call=may_call, sleep=sleep, clock=clock)
    return Model(options, alone=alone, when=when, store=store, endpoint=endpoint, budget=budget, clock=clock)
