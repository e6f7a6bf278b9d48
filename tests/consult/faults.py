"""What endpoints and models do wrong: how each is done, and what it has to come to."""

import gzip
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.consult.asking import FIRST, contact, reply, said
from tests.consult.scripted import Respond, Visit, completion, drips, response, says, sends

DEEP = "[" * 10_000
OTHER = "Turkish President Recep Tayyip Erdoğan received Iranian President Ebrahim Raisi in Ankara on Friday."
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        respond: does it.
        failure: why there is no usable answer; "" when there is one.
        dropped: of a usable answer: (field, reason) -> how many values are dropped.
        options: how the model is asked, where that matters.
    """

    respond: Respond
    failure: str = ""
    dropped: Mapping[tuple[str, str], int] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)


def of(answer: object, **dropped: int) -> Fault:
    """A usable answer of which so much is dropped, as `field__reason=times` with `_` for `-` in the reason."""
    counted: Counter[tuple[str, str]] = Counter()
    for name, times in dropped.items():
        about, _, reason = name.rpartition("__")
        counted[about, reason.replace("_", "-")] += times
    return Fault(says(answer), dropped=counted)


def one(**changed: object) -> dict[str, object]:
    """A reply with one contact, changed."""
    return reply(contact(**changed))


def chunked(*chunks: bytes) -> bytes:
    """The chunks of a body without its end."""
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in chunks)


def flood(visit: Visit) -> None:
    """Headers without end."""
    visit.send(HEAD)
    while not visit.leaving.is_set():
        visit.send(b"X-More: and more\r\n" * 1000)


def unending(visit: Visit) -> None:
    """A body without end."""
    visit.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while not visit.leaving.is_set():
        visit.send(b"10000\r\n" + b" " * 65536 + b"\r\n")


def silent(visit: Visit) -> None:
    """Takes the question and says nothing."""
    visit.leaving.wait(10)


SLOW = {"seconds": 0.6}
WIRE = {
    "an empty body": Fault(sends(response(200)), "no-content"),
    "no content at all": Fault(sends(response(204)), "no-content"),
    "a body that is no JSON": Fault(sends(response(200, b"OK")), "no-content"),
    "a page": Fault(sends(response(200, b"<html>model</html>", Content_Type="text/html")), "no-content"),
    "an empty object": Fault(sends(response(200, b"{}")), "no-content"),
    "no choices": Fault(sends(response(200, b'{"choices": []}')), "no-content"),
    "choices that are text": Fault(sends(response(200, b'{"choices": "one"}')), "no-content"),
    "no message": Fault(sends(response(200, b'{"choices": [{"message": null}]}')), "no-content"),
    "a message of null": Fault(sends(completion(None)), "no-content"),
    "an empty message": Fault(sends(completion("")), "no-content"),
    "a message of spaces": Fault(sends(completion(" \n\t ")), "no-content"),
    "a message that is a number": Fault(sends(completion(7)), "no-content"),
    "a message in parts": Fault(sends(completion([{"type": "text", "text": "{}"}])), "no-content"),
    "letters that are no UTF-8": Fault(sends(response(200, b'{"choices": "\xff\xfe"}')), "no-content"),
    "an envelope nested deep": Fault(sends(response(200, DEEP.encode())), "no-content"),
    "ten megabytes": Fault(sends(completion("x" * 10_000_000)), "too-large"),
    "a body without end": Fault(unending, "too-large"),
    "a body that drips": Fault(drips(HEAD + b"Content-Length: 900\r\n\r\n", b" ", 0.05), "timeout", options=SLOW),
    "headers that drip": Fault(drips(HEAD, b"X-Slow: yes\r\n", 0.05), "timeout", options=SLOW),
    "a wait without end": Fault(drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05), "timeout", options=SLOW),
    "silence": Fault(silent, "timeout", options=SLOW),
    "too many requests": Fault(sends(response(429)), "busy"),
    "a server error": Fault(sends(response(500, b'{"error": "cuda"}')), "busy"),
    "come again in an hour": Fault(sends(response(503, Retry_After="3600")), "busy", options={"retries": 3}),
    "come again at some time": Fault(sends(response(429, Retry_After="soon")), "busy"),
    "come again in a year that is none": Fault(
        sends(response(429, Retry_After="Mon, 01 Jan 99999999999999999999 00:00:00 GMT")), "busy"
    ),
    "a wrong key": Fault(sends(response(401)), "refused"),
    "not allowed": Fault(sends(response(403)), "refused"),
    "no such path": Fault(sends(response(404)), "refused"),
    "a question that it never understands": Fault(sends(response(400)), "refused"),
    "a redirect": Fault(sends(response(302, Location="http://127.0.0.1:9/v1/chat/completions")), "redirect"),
    "a redirect that keeps the question": Fault(sends(response(308, Location="/elsewhere")), "redirect"),
    "a close without a word": Fault(sends(b""), "unreachable"),
    "a close in the headers": Fault(sends(HEAD[:30]), "unreachable"),
    "a close in the body": Fault(sends(completion("{}")[:-10]), "unreachable"),
    "a close between chunks": Fault(sends(chunked(b'{"choices": [')), "unreachable"),
    "chunks of no size": Fault(sends(chunked() + b"zz\r\n{}\r\n0\r\n\r\n"), "unreachable"),
    "another protocol": Fault(sends(b"SSH-2.0-OpenSSH_9.6\r\n"), "unreachable"),
    "headers without end": Fault(flood, "unreachable"),
    "a header of a megabyte": Fault(sends(HEAD + b"X-Long: " + b"x" * 1_000_000 + b"\r\n\r\n"), "unreachable"),
    "a packed body": Fault(sends(response(200, gzip.compress(b"{}"), Content_Encoding="gzip")), "refused"),
    "prose": Fault(says("I am sorry, but as a language model I have no contacts."), "bad-json"),
    "a reply that is cut at once": Fault(says('{"contacts": [{"quo'), "bad-json"),
    "a reply nested deep": Fault(says(DEEP), "too-deep"),
    "a reply nested deep in prose": Fault(says("Here: " + '{"contacts": ' + DEEP), "too-deep"),
    "a number of ten thousand digits": Fault(says('{"contacts": ' + "9" * 10_000 + "}"), "bad-json"),
    "a text as reply": Fault(says('"contacts"'), "wrong-shape"),
    "an error as reply": Fault(says({"error": {"message": "overloaded"}}), "wrong-shape"),
    "another schema": Fault(says({"events": [{"actor": "FR", "target": "DE"}]}), "wrong-shape"),
    "contacts of null": Fault(says({"contacts": None}), "wrong-shape"),
}
ALL = {"quotes": 1, "kind": 1, "status": 1, "sides": 2, "parties": 2, "days": 1, "place": 1, "topics": 1, "told_by": 1}


def everywhere(quote: object) -> dict[str, Any]:
    """A contact whose every value has this quotation."""
    fields = contact()
    lists = {name: [dict(each, quote=quote) for each in value] for name, value in fields.items() if name in LISTED}
    single = {name: dict(value, quote=quote) for name, value in fields.items() if isinstance(value, dict)}
    return fields | lists | single | {"quotes": [quote]}


LISTED = {"sides", "parties", "topics", "told_by"}
NOWHERE = {f"{name}__not_in_text": times for name, times in ALL.items()} | {"contact__incomplete": 1}
SAID = {
    "a contact made up": of(reply(everywhere("The two leaders signed a treaty in Rome on Friday.")), **NOWHERE),
    "quotations of another document": of(reply(everywhere(OTHER)), **NOWHERE),
    "quotations in translation": of(reply(everywhere("Emmanuel Macron a rencontré Olaf Scholz à Berlin")), **NOWHERE),
    "quotations of the question": of(reply(everywhere("The article stands between the two lines")), **NOWHERE),
    "quotations of nothing but marks": of(reply(everywhere(". , -")), **NOWHERE),
    "quotations with dots for what is left out": of(reply(everywhere("French President ... met Scholz")), **NOWHERE),
    "half a surrogate as quotation": of(
        reply(everywhere("met \ud800 Scholz")), quotes__not_in_text=1, contact__incomplete=1,
        **{f"{name}__wrong_type": times for name, times in ALL.items() if name != "quotes"},
    ),
    "a quotation that cuts words": of(one(kind=said("meeting", "resident Emmanu")), kind__not_in_text=1,
                                      contact__incomplete=1),
    "an invented person": of(
        one(parties=[said("Vladimir Putin", side="RU"), said("Olaf Scholz", side="DE")]), parties__invented=1
    ),
    "an invented person with an invented quotation": of(
        one(parties=[said("Vladimir Putin", "Vladimir Putin was there too", side="RU")]), parties__not_in_text=1
    ),
    "a side that its words do not name": of(
        one(sides=[said("US", "French President"), said("DE", "German Chancellor"), said("FR", "French President")]),
        sides__unsupported=1,
    ),
    "a day that is not in the words": of(one(days=said("Friday")), days__invented=1),
    "a place as day": of(one(days=said("Berlin")), days__unresolved=1),
    "a person as place": of(one(place=said("Emmanuel Macron")), place__unresolved=1),
    "a title as party": of(one(parties=[said("met", side="FR")]), parties__unresolved=1),
    "nulls everywhere": of(reply(dict.fromkeys(contact())), contact__incomplete=1),
    "null for a contact": of(reply(None, contact()), contact__wrong_type=1),
    "contacts that are numbers": of([1, 2, 3], contact__wrong_type=3),
    "five thousand sides": of(one(sides=[said("DE", "German Chancellor")] * 5000), sides__too_many=4988),
    "a thousand contacts": of(reply(*[contact()] * 1000), contacts__too_many=988, contact__repeated=11),
    "a key twice": of(
        json.dumps(one()).replace('"days": {', '"days": {"value": "Friday", "quote": "Friday", '), days__no_quote=1
    ),
    "numbers for words": of(one(place=said(7), days=said(20240513)), place__wrong_type=1, days__wrong_type=1),
    "words for lists": of(one(sides="FR and DE", parties="Macron"), sides__wrong_type=1, parties__wrong_type=1,
                          contact__incomplete=1),
    "lists for words": of(one(kind=[said("meeting")]), kind__wrong_type=1, contact__incomplete=1),
    "no number": of(one(place=said(float("nan"))), place__wrong_type=1),
    "truth for words": of(one(place=True), place__wrong_type=1),
    "a value without end": of(one(place=said("Berlin" * 10_000)), place__too_long=1),
    "a quotation without end": of(one(place=said("Berlin", FIRST * 1000)), place__too_long=1),
    "values outside the codebook": of(
        one(kind=said("hug"), status=said("maybe"), topics=[said("cats")], outcomes=[said("peace")],
            sides=[said("ZZ"), said("EUROPE")]),
        kind__outside_codebook=1, status__outside_codebook=1, topics__outside_codebook=1, outcomes__outside_codebook=1,
        sides__outside_codebook=2, contact__incomplete=1,
    ),
    "fields that nobody asked for": of(one(verdict="guilty", tool_calls=[]), other__unknown_field=2),
    "values that nobody asked for": of(one(place=said("Berlin", certainty=1)), place__wrong_type=1),
    "no quotations": of(one(place={"value": "Berlin"}, days={"value": "Monday", "quote": None}), place__no_quote=1,
                        days__no_quote=1),
    "empty quotations": of(one(place=said("Berlin", "")), place__no_quote=1),
    "a reply in a fence, with commas, cut off": of(
        "Sure!\n```json\n" + json.dumps(one())[:-3].replace("}]", "},]") + ', "asked_by": {"value": "F'
    ),
    "tokens of no number": Fault(says(one(), {"total_tokens": float("nan")})),
    "tokens below nothing": Fault(says(one(), {"total_tokens": -10**9})),
    "another kind of content": Fault(sends(completion(json.dumps(one())).replace(b"application/json", b"image/png"))),
}  # fmt: skip
FAULTS = WIRE | SAID
