"""An export as an answer: written whole before the first byte is sent, so that a fault is no half file."""

from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from anyio import to_thread
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from detente import __version__
from detente.export.formats.codebook import codebook
from detente.export.formats.form import Options
from detente.export.formats.whole import check_choice, write_whole
from detente.ledger.material import material_of
from detente.serve.asked import Asked
from detente.serve.site import Site

_IN_MEMORY = 4_000_000  # bytes; a larger export waits in a temporary file
_PIECE = 64 * 1024


class Spooled(Response):
    """A file that stands whole, sent in pieces, and gone afterwards.

    Args:
        spool: the file, at its end.
    """

    def __init__(self, spool: BinaryIO, media_type: str, headers: dict[str, str]) -> None:
        size = spool.tell()
        spool.seek(0)
        self._spool = spool
        super().__init__(None, headers={**headers, "Content-Length": str(size)}, media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        del scope, receive
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            while piece := await to_thread.run_sync(self._spool.read, _PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._spool.close()


def exported(  # noqa: PLR0913  (what is exported, and as what)
    site: Site,
    form: str,
    asked: Asked,
    options: Options,
    *,
    base: str = "",
    address: str = "",
    headers: dict[str, str] | None = None,
) -> Response:
    """All contacts that fit, in one of the forms of `EXPORTS`.

    Args:
        base: address of this site, for links to contacts; "" for none.
        address: of the export itself, "" for none.
        headers: what the answer says besides its counts.

    Raises:
        UsageError: what is asked for makes no sense, or an option says nothing to the form.
        LedgerError: other rows were written than the ledger counts.
    """
    chosen, wanted = check_choice(form, options), asked.filter(site.registry)
    with ExitStack() as stack:
        spool = cast("BinaryIO", stack.enter_context(SpooledTemporaryFile(max_size=_IN_MEMORY)))
        with site.shelf.reading(asked.as_of) as book:
            material = material_of(
                book,
                wanted,
                site.registry,
                as_of=asked.as_of,
                today=site.today(),
                version=__version__,
                site=base,
                address=address,
            )
            tally = write_whole(chosen, material, options, spool)
        counts = {"Detente-Rows-Written": str(tally.written), "Detente-Rows-Matched": str(tally.matched)}
        response = Spooled(spool, chosen.media, {**counts, **(headers or {})})
        stack.pop_all()  # the answer closes it
    return response


def codebook_of(site: Site, form: str, asked: Asked) -> str:
    """What stands beside an export: its form, fields, coverage and counts, as JSON.

    Raises:
        UsageError: what is asked for makes no sense.
    """
    chosen, wanted = check_choice(form, Options()), asked.filter(site.registry)
    with site.shelf.reading(asked.as_of) as book:
        material = material_of(book, wanted, site.registry, as_of=asked.as_of, today=site.today(), version=__version__)
        return codebook(form, chosen.fields, material.header)
