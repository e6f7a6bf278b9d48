"""The files that come with the package: kept by browsers for good, and still loaded anew with a new version."""

import re

from starlette.testclient import TestClient

from detente.serve.shipped import FOLDER, edition


def test_a_page_asks_for_files_of_the_edition_that_it_was_made_with(client: TestClient) -> None:
    asked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/").text))
    assert len(asked) >= 8
    assert {path.split("/")[2] for path in asked} == {edition()}
    for path in asked:
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_file_asked_for_without_its_edition_is_asked_for_again(client: TestClient) -> None:
    assert client.get("/static/detente.css").headers["cache-control"] == "no-cache"
    assert client.get("/static/0123456789ab/detente.css").status_code == 404


def test_texts_are_sent_packed_to_whoever_takes_them_so_and_fonts_as_they_are(client: TestClient) -> None:
    path = f"/static/{edition()}/pictures.js"
    written = (FOLDER / "pictures.js").read_bytes()
    packed, plain = client.get(path), client.get(path, headers={"Accept-Encoding": "identity"})
    assert (packed.headers.get("content-encoding"), packed.content) == ("gzip", written)
    assert (plain.headers.get("content-encoding"), plain.content) == (None, written)
    font = next((FOLDER / "vendor" / "fonts").iterdir())
    answer = client.get(f"/static/{edition()}/vendor/fonts/{font.name}")
    assert (answer.headers.get("content-encoding"), answer.content) == (None, font.read_bytes())


def test_nothing_outside_the_folder_is_sent(client: TestClient) -> None:
    for path in ("../app.py", "..%2fapp.py", f"{edition()}/../../app.py", f"{edition()}/..%2f..%2fapp.py"):
        assert client.get(f"/static/{path}").status_code == 404


def test_the_heavy_fonts_of_chinese_japanese_and_korean_come_only_with_such_letters(client: TestClient) -> None:
    assert "fonts-han.css" not in client.get("/?q=grain").text
    assert f"/static/{edition()}/vendor/fonts-han.css" in client.get("/?q=会談").text
    assert f"/static/{edition()}/vendor/fonts-han.css" in client.get("/?q=회담").text
