import json

from detente.serve.problems import problem


def test_a_problem_says_what_where_and_what_to_do() -> None:
    answer = problem(404, "No such contact", "there is no k7f2", "/api/v1/contacts/k7f2", headers={"Retry-After": "1"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "1"
    assert json.loads(bytes(answer.body)) == {
        "type": "about:blank",
        "title": "No such contact",
        "status": 404,
        "detail": "there is no k7f2",
        "instance": "/api/v1/contacts/k7f2",
    }


def test_a_problem_of_few_words_has_the_phrase_of_its_status_and_any_path_can_be_told() -> None:
    answer = problem(429, instance="/\ud800\x00é")
    assert json.loads(bytes(answer.body)) == {
        "type": "about:blank",
        "title": "Too Many Requests",
        "status": 429,
        "instance": "/\ud800\x00é",
    }
