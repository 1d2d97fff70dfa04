"""Where messages may be sent: to the open internet, whatever a person typed and whatever a name's servers answer.

https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
"""

import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from counterfoil.domain.texts import notices as texts
from counterfoil.domain.values import dataclass

LONGEST = 2000
_HTTPS = 443
_TRANSLATED = IPv6Network("64:ff9b::/96")  # https://www.rfc-editor.org/rfc/rfc6052
_NAME = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")
_CLOSED = (".local", ".localhost", ".internal", ".home.arpa", ".test", ".invalid", ".example", ".onion")
Resolve = Callable[[str], Sequence[str]]
"""The IP addresses of a name; none where it has none."""


class RefusedAddressError(ValueError):
    """Nothing is sent to such an address; the error is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes: the address with the name's own IP address in it, and the name."""

    url: str
    host: str


def resolved(host: str) -> Sequence[str]:
    """What the name's servers answer."""
    try:
        found = socket.getaddrinfo(host, _HTTPS, type=socket.SOCK_STREAM)
    except OSError:
        return ()
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def target_of(address: str, resolve: Resolve) -> Target:
    """Where a message to this address goes. Asked anew for each message, and connected to as answered, so that a name which
    leads elsewhere by then leads nowhere. Raises RefusedAddressError.
    """
    parts = parsed(address)
    found = resolve(str(parts.hostname))
    if not found:
        raise RefusedAddressError(texts.NOT_REACHED())
    if not all(map(_is_public, found)):
        raise RefusedAddressError(texts.NOT_PUBLIC())
    ip = f"[{found[0]}]" if ":" in found[0] else found[0]
    return Target(parts._replace(netloc=ip, fragment="").geturl(), str(parts.hostname))


def parsed(address: str) -> SplitResult:
    """The parts of an address that may be sent to as far as it says itself. Raises RefusedAddressError."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise RefusedAddressError(texts.NOT_AN_ADDRESS()) from None
    if parts.scheme != "https":
        raise RefusedAddressError(texts.NOT_HTTPS())
    odd = parts.username is not None or parts.password is not None or not address.isascii() or not address.isprintable()
    if odd or " " in address or "\\" in address or len(address) > LONGEST:
        raise RefusedAddressError(texts.NOT_AN_ADDRESS())
    host = parts.hostname or ""
    if port not in {None, _HTTPS} or _NAME.fullmatch(host) is None or host.endswith(_CLOSED):
        raise RefusedAddressError(texts.NOT_PUBLIC())
    return parts


def _is_public(text: str) -> bool:
    """Whether an IP address is one of the open internet, also when it is one of version 4 in the clothes of version 6."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(address) if isinstance(address, IPv6Address) else None
    return address.is_global and not address.is_multicast and (inner is None or inner.is_global)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The address of version 4 that one of version 6 leads on to, if it does."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
