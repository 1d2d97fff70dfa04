"""Where somebody goes on after a sign-in."""

from urllib.parse import urlsplit

HOME = "/"
_LONGEST = 2000


def local_path(wanted: str) -> str:
    """`wanted` if it is a path of ours and nothing else, else the home page: nobody is sent to another site.

    Browsers read a backslash as a slash, and drop control characters before they look at an address.
    """
    if not wanted.startswith("/") or len(wanted) > _LONGEST or "\\" in wanted or not wanted.isprintable() or " " in wanted:
        return HOME
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or wanted.startswith("//"):
        return HOME
    return wanted
