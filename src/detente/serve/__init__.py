"""The web app, its API and feeds, and the tools of a language model: a ledger looked at from elsewhere."""
