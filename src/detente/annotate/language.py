"""Which language a document is written in."""

from collections import Counter

import eldc

_LEAST_LETTERS = 40
_ENOUGH = 2000


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language most of the text is in, None when it is too short or cannot be told.

    Paragraphs under 40 letters are left out (short spans are misjudged); the others vote with their letters.
    """
    eldc.init()
    votes: Counter[str] = Counter()
    seen = 0
    for line in text.split("\n"):
        letters = sum(map(str.isalpha, line))
        if letters < _LEAST_LETTERS:
            continue
        code = eldc.detect(line[:_ENOUGH])
        if code != "und":
            votes[code] += letters
        seen += letters
        if seen > _ENOUGH:
            break
    if votes:
        return votes.most_common(1)[0][0]
    whole = eldc.detect(text[:_ENOUGH]) if sum(map(str.isalpha, text[:_ENOUGH])) >= _LEAST_LETTERS // 2 else "und"
    return None if whole == "und" else str(whole)
