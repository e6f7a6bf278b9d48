"""Text and addresses of strangers, made fit for formats that do not hold everything."""

import re
from urllib.parse import urlsplit

# What XML 1.0 has no place for, not even as a reference (section 2.2); RFC 5545 has none for it either.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """The text with the replacement character for what XML and iCalendar cannot hold."""
    return _UNFIT.sub("\ufffd", text)


def web_address(url: str) -> str:
    """The address when it is one of the web, "" otherwise: a reader of feeds would follow any other."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return xml_text(url) if parts.scheme in {"http", "https"} and parts.netloc else ""
