"""The store: documents, reports, judgements and refusals learned, and the contacts that follow from them."""

from detente.ledger.book import Added, Extractor, Ledger

__all__ = ["Added", "Extractor", "Ledger"]
