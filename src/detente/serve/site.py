"""What every page and answer needs: ledgers, registry, the day, who looks, and the templates."""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, TypeVar, cast

from fastapi import Depends, Request
from jinja2 import Environment
from starlette.responses import HTMLResponse

from detente.ledger import Ledger
from detente.reference.registry import Registry
from detente.serve.memory import Memory
from detente.serve.rights import Role
from detente.serve.shelf import Shelf
from detente.serve.shipped import edition

T = TypeVar("T")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")  # kana, Han, Hangul
_KEPT = 50  # values kept, such as the names offered beside the filters
READERS = 2  # pages worked on at once: more threads of one Python would only wait for each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One ledger as it is shown.

    Attributes:
        registry: names of states, persons and offices.
        today: the day as of which promises are overdue and channels silent.
        now: this microsecond in UTC, ISO 8601: when a judgement is made.
        coder: whose judgements those of somebody without a name are.
        accounts: whether people sign in.
        patience: how many seconds old a page may be that is shown again without a look at the ledger.
    """

    shelf: Shelf
    registry: Registry
    today: Callable[[], date]
    now: Callable[[], str]
    templates: Environment
    coder: str = ""
    accounts: bool = False
    patience: float = 0.0
    memory: Memory[object] = field(default_factory=lambda: Memory(_KEPT))

    def kept(self, book: Ledger, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, which is made once for as long as the contacts of the ledger stay as they are.

        Args:
            book: the ledger that it is made from.
            name: what it is, and all that it depends on besides the contacts.
        """
        return cast("T", self.memory.made((book.settled(), name), make))


def site_of(request: Request) -> Site:
    """The site that a request was sent to."""
    site: Site = request.app.state.site
    return site


async def _here(request: Request) -> Site:
    return site_of(request)


Here = Annotated[Site, Depends(_here)]


def may_judge(request: Request) -> bool:
    """Whether who sends the request may add judgements."""
    user = getattr(request.state, "user", None)
    return user is not None and user.role is Role.CODER


def page(request: Request, name: str, *, status: int = 200, **shown: object) -> HTMLResponse:
    """A page from the template `name`, with what it shows."""
    site = site_of(request)
    user = getattr(request.state, "user", None)
    text = site.templates.get_template(f"{name}.html.jinja").render(
        request=request, site=site, user=user, today=site.today(), **shown
    )
    return HTMLResponse(_with_fonts(text), status_code=status)


def _with_fonts(text: str) -> str:
    """A page, with the fonts of Chinese, Japanese and Korean if it has such letters: their rules are heavy."""
    if not _HAN.search(text):
        return text
    sheet = f'<link rel="stylesheet" href="/static/{edition()}/vendor/fonts-han.css">\n'
    return text.replace("</body>", f"{sheet}</body>")
