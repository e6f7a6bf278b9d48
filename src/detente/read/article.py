"""The article in an HTML page, by trafilatura."""

import logging
from dataclasses import dataclass

_QUIET = logging.NullHandler()  # the libraries log every odd page; the refusal says it already
_LOGGERS = ("trafilatura", "htmldate", "courlan")
# Only dates that the page states. The extensive search of htmldate takes any year in the text for the day of
# publication, and on one saved page it took 2.4 s.
_DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}

_SHORTEST = 25  # letters; from a page without an article trafilatura brings home a word of its menu


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page holds; `published` is YYYY-MM-DD, and what the page does not say is None."""

    text: str
    title: str | None
    published: str | None
    outlet: str | None
    url: str | None


def article(markup: str) -> Article | None:
    """The article of a page, None when there is none.

    It takes about a second for 10,000 elements; `PageProcess` bounds it. trafilatura may raise for a page that it does
    not understand.
    """
    # Half a second, which someone who reads text files should not wait for.
    from trafilatura import bare_extraction  # noqa: PLC0415

    for name in _LOGGERS:
        logging.getLogger(name).addHandler(_QUIET)
    found = bare_extraction(
        markup, fast=True, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATES)
    )
    text = getattr(found, "text", None) or ""
    if found is None or isinstance(found, dict) or len(text.strip()) < _SHORTEST:
        return None
    return Article(
        text=text, title=found.title, published=found.date, outlet=found.sitename or found.hostname, url=found.url
    )
