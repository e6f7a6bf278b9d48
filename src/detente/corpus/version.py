"""What reads a corpus: the release, the form of its rows, and a digest of all that is data."""

from hashlib import sha256

from detente import __version__
from detente.extract import VERSION
from detente.reference.languages import language_digest, languages
from detente.reference.registry import Registry

FORM = 1  # of the rows, raised when a stored reading of the old form could not be filed as it is


def version_of(registry: Registry) -> str:
    """Changes with the release, the form of the rows, the extractor, the registry and any language file."""
    data = sha256(registry.digest)
    for code in languages():
        data.update(language_digest(code))
    return f"{__version__} {FORM} {VERSION} {data.hexdigest()[:12]}"
