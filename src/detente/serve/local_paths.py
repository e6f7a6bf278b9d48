"""Paths of this site that came from outside: where to go on after signing in."""

import re
from urllib.parse import quote

HOME = "/"
_LONGEST = 2000
# ASCII without white space and controls, which browsers drop, and without the backslash, which they take for a slash.
_PATH = re.compile(r"/[!-\[\]-~]*")


def local_path(text: str) -> str:
    r"""`text` if it is a path of this site and nothing else; otherwise the front page.

    `//host`, `/\host` and whatever has a scheme lead elsewhere; a path that leads to the signing itself leads nowhere.
    """
    path = text.partition("?")[0].partition("#")[0]
    if len(text) > _LONGEST or not _PATH.fullmatch(text) or "//" in path or path.startswith(("/sign-in", "/sign-out")):
        return HOME
    return text


def sign_in_path(target: str) -> str:
    """The path of the sign-in page that goes on to `target`, a path with its query."""
    going_on = local_path(target)
    return "/sign-in" if going_on == HOME else f"/sign-in?next={quote(going_on, safe='')}"
