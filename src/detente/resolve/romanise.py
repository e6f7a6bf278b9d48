"""Names in Latin letters, for persons that the registry does not know."""

from anyascii import anyascii


def romanise(name: str) -> str:
    """A name in plain Latin letters with capitals; a name already in Latin letters keeps its accents."""
    if all(not letter.isalpha() or letter < "ɐ" for letter in name):
        return " ".join(name.split())
    plain = anyascii(name)
    return " ".join(word[:1].upper() + word[1:] for word in plain.split())
