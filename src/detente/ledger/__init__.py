"""The store: documents, reports, judgements and refusals learned, and the contacts that follow from them."""

from detente.ledger.book import Added, Ledger

__all__ = ["Added", "Ledger"]
