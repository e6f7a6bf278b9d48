"""One POST to an OpenAI-compatible endpoint: bounded in time and size, no redirect, no proxy, nobody else asked."""

import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any

import httpx

from detente.consult.options import Options
from detente.errors import NoAnswerError, UnreadableError, UsageError
from detente.extract.llm import Prompt
from detente.read.addresses import Resolve, all_addresses, resolved
from detente.read.fetch import connected
from detente.read.wire import Connect, Deadline, Transport

_MOST_BYTES = 2_000_000
_MOST_ON_THE_WIRE = _MOST_BYTES + 500_000  # with headers, notices and the sizes of chunks
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0  # seconds; who wants to be asked again later than that is not asked again
_PASSING = frozenset({408, 409, 425, 429})  # beside 500 and above: what may be better a moment later
_OK, _REDIRECT, _FAULTY = range(200, 300), range(300, 400), 500
# How an answer is asked for, from the strictest: its form, and whether in the words that all servers know. Some hosted
# models refuse `max_tokens` and any temperature. An endpoint that has answered is asked so from then on; what it
# refuses afterwards it refuses because of the article, most often for its length.
_FORMS = (("json_schema", True), ("json_schema", False), ("json_object", False), ("json_object", True), ("text", True))
_UNKNOWN_FORM = frozenset({400, 404, 415, 422, 501})
_OF_THE_ARTICLE = frozenset({400, 413, 422})
_REPEATED = 0.0  # temperature: the same question should have the same answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a model wrote, and how many tokens the endpoint says that it cost.

    Attributes:
        tokens, written: of question and answer together, and of the answer; anything (see `Budget.spend`).
    """

    text: str
    tokens: object
    written: object


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """One response of the endpoint."""

    status: int
    body: bytes
    after: float | None


class Endpoint:
    """An endpoint; a class because it remembers which form of answer the other side knows.

    Args:
        options: where and how.
        may_call: asked before each request, retries included; False ends the asking.
        sleep: waits for seconds.
        clock: seconds of a clock that only goes forward.
        resolve, connect: how a host is found and reached. It is the user's own choice, so it may be anywhere.

    Raises:
        UsageError: an address that cannot be one.
    """

    def __init__(  # noqa: PLR0913  (each is a way to the world outside)
        self,
        options: Options,
        *,
        may_call: Callable[[], bool],
        sleep: Callable[[float], None],
        clock: Callable[[], float],
        resolve: Resolve = resolved,
        connect: Connect = connected,
    ) -> None:
        self._options, self._may_call = options, may_call
        self._sleep, self._clock = sleep, clock
        self._resolve, self._connect = resolve, connect
        try:
            self._url = httpx.URL(options.endpoint)
        except (httpx.InvalidURL, ValueError) as error:
            raise UsageError("llm.endpoint is no address; give one such as http://localhost:8080/v1") from error
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if self._url.scheme == "https":  # reading the authorities takes longer than many an answer
            self._tls = httpx.create_ssl_context(trust_env=False)
            self._tls.load_default_certs()  # an endpoint may be of one's own authority
        self._form, self._proven = 0, False

    def ask(self, prompt: Prompt, schema: Mapping[str, Any]) -> Answer:
        """The answer to a question, asked again while that may help and time is left.

        Args:
            schema: of the JSON that is asked for; not every endpoint heeds it.

        Raises:
            NoAnswerError: a key of `FAILURES` says why there is none.
        """
        end, form, tries = self._clock() + self._options.seconds, self._form, 0
        while True:
            said, fault = self._tried(self._question(prompt, schema, form), end)
            if fault is None:
                self._form, self._proven = form, True
                return _answer(said)
            if said is not None and said.status in _UNKNOWN_FORM and not self._proven and form < len(_FORMS) - 1:
                form += 1  # no retry: another question
            else:
                tries += 1
                wait = max(_FIRST_WAIT * 2.0 ** (tries - 1), (said.after if said is not None else None) or 0.0)
                late = wait > _LONGEST_WAIT or self._clock() + wait >= end
                if late or tries > self._options.retries or not _passing(said, fault):
                    raise fault
                self._sleep(wait)
            if not self._may_call():
                raise fault

    def _tried(self, question: Mapping[str, Any], end: float) -> tuple[_Said | None, NoAnswerError | None]:
        """One request: what came back, and what is wrong with it; always one of them."""
        try:
            said = self._post(question, end - self._clock())
        except UnreadableError as error:
            reason = error.reason if error.reason in {"timeout", "too-large"} else "unreachable"
            # What the network reports names hosts at most; the key stands in a header, which it never shows.
            return None, NoAnswerError(reason, f"{self._url.host}: {error.detail}")
        except NoAnswerError as error:
            return None, error
        if said.status in _OK:
            return said, None
        told = f"{self._url.host} answers {said.status}"
        if said.status in _REDIRECT:
            return said, NoAnswerError("redirect", f"{told}: give the address that it leads to as llm.endpoint")
        if said.status in _OF_THE_ARTICLE and self._proven:
            return said, NoAnswerError("rejected", f"{told} about this article, though not about others")
        busy = said.status in _PASSING or said.status >= _FAULTY
        return said, NoAnswerError("busy" if busy else "refused", told)

    def _post(self, question: Mapping[str, Any], seconds: float) -> _Said:
        body = json.dumps(question).encode()
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": f"detente/{version('detente')}",
        }
        if self._options.key:
            headers["Authorization"] = f"Bearer {self._options.key}"

        def find(host: str, port: int, left: float) -> list[str]:
            return all_addresses(host, port, self._resolve, left)

        transport = Transport(find, self._connect, self._tls, Deadline(max(seconds, 0.001)), _MOST_ON_THE_WIRE)
        with (
            httpx.Client(transport=transport, trust_env=False, follow_redirects=False) as client,
            client.stream("POST", self._url, content=body, headers=headers) as answer,
        ):
            after = _after(answer.headers)
            if answer.status_code not in _OK:
                return _Said(status=answer.status_code, body=b"", after=after)
            return _Said(status=answer.status_code, body=_body(answer), after=after)

    def _question(self, prompt: Prompt, schema: Mapping[str, Any], way: int) -> Mapping[str, Any]:
        options = self._options
        question: dict[str, Any] = {
            "model": options.model,
            "messages": [
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user},
            ],
            "stream": False,
        }
        form, usual = _FORMS[way]
        if usual:
            question |= {"max_tokens": options.reply_tokens, "temperature": _REPEATED}
        else:
            question["max_completion_tokens"] = options.reply_tokens
        if form == "json_schema":
            # Not `strict`, which some take to mean that no field may be left out; what comes is checked here anyway.
            question["response_format"] = {"type": form, "json_schema": {"name": "answer", "schema": schema}}
        elif form == "json_object":
            question["response_format"] = {"type": form}
        return question


def _passing(said: _Said | None, fault: NoAnswerError) -> bool:
    """Whether a fault may be gone a moment later."""
    if said is None:
        return fault.reason == "unreachable"
    return fault.reason == "busy"


def _body(answer: httpx.Response) -> bytes:
    if answer.headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        raise NoAnswerError("refused", "the answer is packed, which nobody asked for")
    kept = bytearray()
    for chunk in answer.iter_raw():
        kept += chunk
        if len(kept) > _MOST_BYTES:
            raise NoAnswerError("too-large", f"the answer is larger than {_MOST_BYTES:,} bytes")
    return bytes(kept)


def _answer(said: _Said | None) -> Answer:
    """The message of a response.

    Raises:
        NoAnswerError: no-content.
    """
    try:
        found = json.loads(said.body if said is not None else b"")
        text = found["choices"][0]["message"]["content"]
    except (ValueError, RecursionError, KeyError, IndexError, TypeError) as error:
        raise NoAnswerError("no-content", "the endpoint answers with something that is no chat completion") from error
    if not isinstance(text, str) or not text.strip():
        raise NoAnswerError("no-content", "the endpoint answers without words")
    usage = found.get("usage")
    told = usage if isinstance(usage, dict) else {}
    return Answer(text=text, tokens=told.get("total_tokens"), written=told.get("completion_tokens"))


def _after(headers: httpx.Headers) -> float | None:
    """Seconds of Retry-After, which is a number or a day (RFC 9110); a day is measured from the answer's own."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        then, sent = parsedate_to_datetime(said), parsedate_to_datetime(headers.get("date", ""))
        return max((then - sent).total_seconds(), 0.0)
    except (ValueError, OverflowError, TypeError):  # TypeError: one of the two has a time zone and the other none
        return None
