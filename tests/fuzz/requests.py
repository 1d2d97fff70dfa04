"""Requests as an attacker makes them: a genuine delivery seen once, then bent, or something made up."""

import base64
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from counterfoil.domain.identity import System
from tests.unit.entrypoints.gateway import PATHS, Gateway, cloud_body, hubspot_body, intuit, legacy_body

LARGEST = 1024 * 1024
SIGNATURES = {System.HUBSPOT: "x-hubspot-signature-v3", System.QUICKBOOKS: "intuit-signature"}
TIMESTAMP = "x-hubspot-request-timestamp"
TEXTS = (
    "", " ", "0", "-1", "null", "undefined", "NaN", "1e309", "%00", "%", "%zz", "../../etc/passwd", "{{7*7}}",
    "${jndi:ldap://x}", "' OR '1'='1", '"; DROP TABLE Invoice; --', "\\", "<script>alert(1)</script>", "ü", "٣",
    "\u202e", "\U0001f4b8", "A" * 9000,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hostile:
    """One request. `kind` says how it was made; `status` is what must be answered, 0 for any refusal."""

    kind: str
    path: str
    body: bytes
    headers: dict[str, str]
    query: str = ""
    status: int = 401
    encoded: bool = False


class Attacker:
    """Makes requests from one seed, against the gateway whose clock and genuine deliveries it overheard.

    With `insider`, some are signed with the vendor's own secret, and malformed.
    """

    def __init__(self, seed: int, gateway: Gateway, *, insider: bool = True) -> None:
        self._random, self._gateway = Random(seed), gateway
        self._outside: tuple[Callable[[System], Hostile], ...] = (
            self._bent_signature,
            self._bent_body,
            self._stale,
            self._elsewhere,
            self._wrong_headers,
            self._made_up,
            self._re_encoded,
            self._oversized,
        )
        self._inside = (self._signed_garbage, self._signed_nonsense) if insider else ()

    def make(self) -> Hostile:
        """The next request."""
        ways = self._outside + self._inside
        return self._random.choice(ways)(self._random.choice(list(System)))

    def _genuine(self, system: System) -> Hostile:
        record = str(self._random.randint(1, 10**9))
        bodies = {
            System.HUBSPOT: [hubspot_body({"objectId": record}), hubspot_body({}, {"objectId": record})],
            System.QUICKBOOKS: [cloud_body({"intuitentityid": record}), legacy_body(("9130", "Invoice", record))],
        }
        return self._signed("genuine", system, self._random.choice(bodies[system]), 200)

    def _signed(self, kind: str, system: System, body: bytes, status: int) -> Hostile:
        headers = self._gateway.hubspot(body) if system is System.HUBSPOT else intuit(body)
        return Hostile(kind, PATHS[system], body, headers, status=status)

    def _bent_signature(self, system: System) -> Hostile:
        genuine, name = self._genuine(system), SIGNATURES[system]
        signature = genuine.headers[name]
        other = self._random.choice(
            [
                self._bent(signature.encode()).decode("latin-1"),
                signature[: self._random.randrange(len(signature))],
                signature.swapcase(),
                base64.b64decode(signature).hex(),
                f"{signature}{signature}",
                f"sha256={signature}",
                f"{signature},{signature}",
                self._text(),
            ]
        )
        return replace(genuine, kind="bent signature", headers={**genuine.headers, name: other}, status=401)

    def _bent_body(self, system: System) -> Hostile:
        genuine = self._genuine(system)
        return replace(genuine, kind="bent body", body=self._bent(genuine.body), status=401)

    def _stale(self, system: System) -> Hostile:
        if system is System.QUICKBOOKS:
            return self._bent_body(system)
        body, now = hubspot_body({}), int(self._gateway.timestamp)
        off = self._random.choice([-1, 1]) * self._random.randint(300_001, 10**12)
        headers = self._gateway.hubspot(body, timestamp=str(now + off))
        if self._random.random() < 0.5:
            headers[TIMESTAMP] = self._random.choice([str(now), self._text(), f"{now}.0", f"+{now}", f"{now} "])
        return Hostile("stale", PATHS[system], body, headers)

    def _elsewhere(self, system: System) -> Hostile:
        genuine = self._genuine(system)
        if system is System.HUBSPOT and self._random.random() < 0.5:
            return replace(genuine, kind="elsewhere", query=f"next={self._random.randint(0, 9)}", status=401)
        return replace(genuine, kind="elsewhere", path=PATHS[system.other], status=401)

    def _wrong_headers(self, system: System) -> Hostile:
        genuine = self._genuine(system)
        spare = {self._text(): self._text() for _ in range(self._random.randint(0, 30))}
        kept = {name: value for name, value in genuine.headers.items() if name != SIGNATURES[system]}
        older = {"x-hubspot-signature": genuine.headers[SIGNATURES[system]], "x-hubspot-signature-version": "v1"}
        return replace(
            genuine, kind="wrong headers", headers=self._random.choice([{}, kept, spare, kept | older]), status=401
        )

    def _made_up(self, system: System) -> Hostile:
        headers = {SIGNATURES[system]: self._text(), TIMESTAMP: self._random.choice([self._gateway.timestamp, self._text()])}
        return Hostile("made up", PATHS[system], self._garbage(), headers, query=self._text())

    def _re_encoded(self, system: System) -> Hostile:
        genuine = self._genuine(system)
        ways = (
            gzip.compress,
            base64.b64encode,
            lambda body: body.decode().encode("utf-16"),
            lambda body: body.decode().encode("utf-7") + b" ",
            lambda body: b"\xef\xbb\xbf" + body,
            lambda body: json.dumps(json.loads(body), indent=1).encode(),
            lambda body: body.replace(b" ", b"") + b"\n",
        )
        return replace(genuine, kind="re-encoded", body=self._random.choice(ways)(genuine.body), status=401)

    def _oversized(self, system: System) -> Hostile:
        if self._random.random() < 0.9:
            return self._bent_body(system)
        body = self._random.choice([b"[" * (LARGEST + 1), b" " * (LARGEST + 1), b"\xff" * (LARGEST + 1)])
        return Hostile("oversized", PATHS[system], body, {SIGNATURES[system]: self._text()}, status=400)

    def _signed_garbage(self, system: System) -> Hostile:
        return self._signed("signed garbage", system, self._garbage(), 0)

    def _signed_nonsense(self, system: System) -> Hostile:
        """A delivery in which members have values of any type: nothing of it concerns anybody here."""
        if system is System.HUBSPOT:
            body = self._nonsense(json.loads(hubspot_body({})), {"portalId": self._random.choice(["0", None, [], "9:9"])})
        else:
            body = self._nonsense(
                json.loads(cloud_body({})), {"intuitaccountid": self._random.choice(["0", None, {}, "9:9"])}
            )
        return self._signed("signed nonsense", system, body, 0)

    def _nonsense(self, events: list[dict[str, Any]], stranger: dict[str, Any]) -> bytes:
        for name in self._random.sample(sorted(events[0]), self._random.randint(1, 4)):
            events[0][name] = self._value(3)
        return json.dumps([events[0] | stranger]).encode()

    def _garbage(self) -> bytes:
        ways: tuple[Callable[[], bytes], ...] = (
            lambda: self._random.randbytes(self._random.randint(0, 300)),
            lambda: self._text().encode(),
            lambda: b"[" * self._random.randint(1, 50_000),
            lambda: b'{"a":' * self._random.randint(1, 20_000),
            lambda: json.dumps({"eventNotifications": [{"realmId": self._value(1)}]}).encode(),
            lambda: json.dumps([self._value(2)]).encode(),
            lambda: b"9" * self._random.randint(1, 9000),
        )
        return self._random.choice(ways)()

    def _value(self, depth: int) -> Any:
        """A JSON value of any type."""
        plain = (
            None,
            True,
            False,
            0,
            -1,
            10**30,
            1e308,
            0.1,
            "2026-11-02T08:59:58Z",
            "0001-01-01T00:00:00+14:00",
            self._text(),
        )
        if depth == 0 or self._random.random() < 0.7:
            return self._random.choice(plain)
        if self._random.random() < 0.5:
            return [self._value(depth - 1) for _ in range(self._random.randint(0, 3))]
        return {self._text(): self._value(depth - 1) for _ in range(self._random.randint(0, 3))}

    def _text(self) -> str:
        return self._random.choice(TEXTS)

    def _bent(self, text: bytes) -> bytes:
        """With one byte more, less, or other; never the same."""
        place = self._random.randrange(len(text))
        other = bytes([text[place] ^ self._random.randint(1, 127)])
        return self._random.choice(
            [text[:place] + other + text[place + 1 :], text[:place], text[:place] + other + text[place:]]
        )
