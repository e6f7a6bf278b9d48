"""The web app, its API and feeds, and the tools of a language model: a ledger looked at from elsewhere.

Its parts need packages of different extras, so none is imported here: `app.make_app` is the web app.
"""
