"""Every page of the site of the demo ledger: for tests that look at all of them."""

import httpx

MEETING = "h74j9835gd6p"  # Sandu and Iohannis in Bucharest: told by six reports in three languages
SCRIPTS = ("ar", "fa", "te", "hi", "zh", "ja")
QUERY = "SELECT+kind,status,count(*)+AS+contacts+FROM+contacts+GROUP+BY+1,2"


def pages_of(address: str) -> dict[str, str]:
    """Name -> path of each page, one of every kind, and of home once with a filter and once with nothing found."""
    with httpx.Client(base_url=address) as client:
        person = client.get("/api/v1/persons", params={"q": "lavrov"}).json()["items"][0]["key"]
    return {
        "home": "/",
        "home-found": "/?side=MD&status=held",
        "home-empty": "/?q=zzzz",
        "contact": f"/contacts/{MEETING}",
        "channel": "/channel?a=RU&b=US",
        "channels": "/channels",
        "states": "/states",
        "state": "/states/RU",
        "persons": "/persons",
        "person": f"/persons/{person}",
        "promises": "/promises",
        "documents": "/documents",
        "document": document_in(address, "ru"),
        "refusals": "/refusals",
        "coverage": "/coverage",
        "sql": f"/sql?q={QUERY}",
        "api": "/api",
        "fault": "/contacts/nobody-knows-it",
    }


def document_in(address: str, lang: str) -> str:
    """Path of the first document in a language."""
    found = httpx.get(f"{address}/api/v1/documents", params={"lang": lang}).json()["items"]
    return f"/documents/{found[0]['key']}"


def contact_in(address: str, lang: str) -> str:
    """Path of the first contact reported in a language."""
    found = httpx.get(f"{address}/api/v1/contacts", params={"lang": lang}).json()["items"]
    return f"/contacts/{found[0]['id']}"
