"""What is worked out of words is kept, and never more of it than there is room for."""

from detente.reference.remembered import Remembered


def test_a_word_is_worked_out_once() -> None:
    asked: list[str] = []

    def work_out(word: str) -> str:
        asked.append(word)
        return word.upper()

    known = Remembered(work_out)
    assert [known[word] for word in ("accord", "truce", "accord")] == ["ACCORD", "TRUCE", "ACCORD"]
    assert asked == ["accord", "truce"]


def test_words_are_forgotten_before_they_are_too_many() -> None:
    known = Remembered(len, most=3)
    for number in range(100):
        word = "a" * number
        assert known[word] == number
        assert len(known) <= 3
