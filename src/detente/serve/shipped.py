"""The package's own scripts, styles, fonts and icon.

Pages ask for them under an address that holds their edition, so that browsers keep them for good and still load others
with a new version; scripts that import each other and styles that name fonts stay in the same edition.
"""

import gzip
import hashlib
from functools import cache, lru_cache
from mimetypes import guess_type
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
_TEMPLATES = FOLDER.with_name("templates")
_PACKED = frozenset({".js", ".css", ".svg"})  # fonts are packed already
_FOREVER, _ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"


@cache
def edition() -> str:
    """A name for what pages are made of now: these files, and the templates that ask for them."""
    digest = hashlib.sha256()
    own = sorted(path for folder in (FOLDER, _TEMPLATES) for path in folder.iterdir() if path.is_file())
    for path in (*own, FOLDER / "vendor" / "made-from.txt"):
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()[:12]


@lru_cache(maxsize=32)
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


class Shipped(StaticFiles):
    """The files, at `/<edition>/NAME` for good and at `/NAME` for now."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file."""
        first, _, rest = path.partition("/")
        kept = first == edition()
        name = rest if kept else path
        response = await self._packed_response(name, scope) or await super().get_response(name, scope)
        response.headers["Cache-Control"] = _FOREVER if kept else _ASK_AGAIN
        return response

    async def _packed_response(self, name: str, scope: Scope) -> Response | None:
        """A text that the browser takes packed, out of memory; None for any other file."""
        whole, found = self.lookup_path(name)
        path = Path(whole)
        if found is None or path.suffix not in _PACKED or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return None
        headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(_packed(path), headers=headers, media_type=guess_type(path.name)[0])
