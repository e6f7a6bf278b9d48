import io
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.model import REFUSAL_REASONS, Document, Refusal
from detente.read import FORMATS, read

MARKUP = st.lists(
    st.sampled_from([
        "<html>", "</html>", "<p>", "</p>", "<div ", "<table>", "<td", "<!--", "-->", "<![CDATA[", "<script>", "&#xd;",
        "&amp", "<meta charset=utf-7>", "<meta charset='\u0000'>", "<title>", "</title>", "<article>", "The envoys.",
        "<base href='http://['>", "<time datetime='99999-99-99'>", '<script type="application/ld+json">{"@type":[',
        "\u202e", "\ufeff", "<a href='javascript:1'>", "<svg><p>", "<?xml version='1.0' encoding='utf-16'?>",
    ]),
    max_size=40,
).map(lambda parts: "".join(parts).encode())  # fmt: skip
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
RECORDS = st.lists(
    st.dictionaries(st.sampled_from(["id", "lang", "published", "title", "text", "url", "outlet"]), JSON_VALUES),
    max_size=4,
).map(lambda records: "\n".join(map(json.dumps, records)).encode())


def check(found: list[Document | Refusal]) -> None:
    """What holds of whatever was read."""
    assert found
    ids = [item.id for item in found if isinstance(item, Document)]
    assert len(ids) == len(set(ids))
    for item in found:
        if isinstance(item, Refusal):
            assert item.reason in REFUSAL_REASONS
            assert all(part and part.encode() for part in (item.source, item.detail, item.remedy))
        else:
            assert item.text.strip()
            assert all((part or "").encode() is not None for part in (item.id, item.text, item.url, item.outlet))
            assert "\r" not in item.text
            assert item.title is None or item.quote(item.title).strip()


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode) | RECORDS | MARKUP)
def test_any_bytes_on_standard_input_give_a_document_or_a_refusal(data: bytes) -> None:
    check(list(read(["-"], stdin=io.BytesIO(data))))


@settings(deadline=None, max_examples=300)
@given(
    st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-16")) | RECORDS | MARKUP,
    st.sampled_from(["", *FORMATS]),
)
def test_any_bytes_under_any_name_give_a_document_or_a_refusal(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"news{suffix}"
        path.write_bytes(data)
        check(list(read([str(path)])))


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff"), min_size=1))
def test_any_text_is_stored_as_it_stands(text: str) -> None:
    (found,) = read(["-"], stdin=io.BytesIO(json.dumps({"id": "n", "text": text}).encode()))
    if isinstance(found, Document):
        assert found.text == text
    else:
        assert not text.strip()
