"""The web app, its API and feeds, and the tools of a language model: a ledger looked at from elsewhere."""

from detente.serve.app import make_app
from detente.serve.site import Site

__all__ = ["Site", "make_app"]
