"""Requests to the console as an intruder makes them, and as somebody inside makes them who wants to break it."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from counterfoil_console.web.access import Access
from counterfoil_console.web.application import every_subject
from counterfoil_console.web.routes import Route
from tests.fuzz.requests import TEXTS

ROUTES = [route for subject in every_subject() for route in subject.declared]
FOREIGN = "foreign form"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get", "")
KNOWN = {
    "connection": "62515-9130",
    "record": "hubspot:invoice:1",
    "plan": "20261102-090000-000000",
    "kind": "invoice",
    "vendor": "hubspot",
    "category": "E7",
}
"""What stands for the variable parts of paths, beside nonsense."""
_FORM = {"content-type": "application/x-www-form-urlencoded"}
_FIELDS = (
    "csrf",
    "why",
    "other",
    "email",
    "role",
    "days",
    "name",
    "after",
    "q",
    "kind",
    "status",
    "category",
    "state",
    "code",
)
_FIELDS_OF_PROGRAMS = ("records", "rules", "since", "version", "draft", "month", "action")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What opens the console to an administrator."""

    cookie: str
    csrf: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """One request to the console; `inside` says that whoever sends it is an administrator, who may at least look."""

    kind: str
    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()
    body: bytes = b""
    encoded: bool = False
    inside: bool = False
    is_public: bool = False

    @property
    def may_change(self) -> bool:
        """Whether somebody inside meant it."""
        return self.inside and self.kind != FOREIGN

    @property
    def text(self) -> str:
        """The body as it travels."""
        return base64.b64encode(self.body).decode() if self.encoded else self.body.decode("latin-1")


class Intruder:
    """Makes requests from one seed, against every route of the console."""

    def __init__(self, seed: int, keys: Keys) -> None:
        self._random, self._keys = Random(seed), keys
        self._ways: tuple[Callable[[Route], Knock], ...] = (
            self._plain,
            self._forged_session,
            self._forged_token,
            self._foreign_form,
            self._nowhere,
            self._unreadable,
            self._nonsense_by_form,
            self._nonsense_by_program,
        )

    def make(self) -> Knock:
        """The next request."""
        return self._random.choice(self._ways)(self._random.choice(ROUTES))

    def _plain(self, route: Route) -> Knock:
        return self._outside("without anything", route, body=self._fields())

    def _forged_session(self, route: Route) -> Knock:
        secret = self._random.choice([self._text(), self._keys.cookie[:-1], self._keys.cookie.swapcase(), "0" * 43])
        names = ("__Host-session", "session", "__Host-Session", "__host-session")
        cookies = tuple(f"{self._random.choice(names)}={secret}" for _ in range(self._random.randint(1, 3)))
        return self._outside("forged session", route, cookies=cookies, body=self._fields())

    def _forged_token(self, route: Route) -> Knock:
        secret = self._random.choice(
            [self._text(), self._keys.token[:-1], self._keys.token.upper(), f"{self._keys.token} x"]
        )
        scheme = self._random.choice(["Bearer ", "bearer", "Basic ", "", "Token "])
        return self._outside("forged token", route, headers={"authorization": f"{scheme}{secret}"}, body=self._fields())

    def _foreign_form(self, route: Route) -> Knock:
        """The administrator's own browser, sent here by another site."""
        site = self._random.choice(["cross-site", "same-site", "none", "", self._text()])
        headers = {**_FORM, "sec-fetch-site": site, "origin": self._random.choice(["null", "https://evil.example"])}
        method = "POST" if route.method == "POST" else self._random.choice(METHODS[3:])
        is_read = method in {"OPTIONS", "get"}
        return Knock(
            kind=FOREIGN,
            method=method,
            path=self._path(route),
            headers=headers,
            cookies=(f"__Host-session={self._keys.cookie}",),
            body=self._fields(self._random.choice(["", self._keys.csrf])),
            inside=is_read,
        )

    def _nowhere(self, route: Route) -> Knock:
        bent = self._random.choice(
            [
                route.path.upper(),
                f"{route.path}/",
                f"/{route.path}",
                f"{route.path}/..{route.path}",
                route.path.replace("/", "//"),
                f"{route.path}%00",
                f"/static/../{route.path}",
                "/" + quote(self._text()),
                "/.env",
                "/api/v2/connections",
            ]
        )
        return Knock(kind="nowhere", method=self._random.choice(METHODS), path=self._filled(bent), is_public=True)

    def _unreadable(self, route: Route) -> Knock:
        body = self._random.choice([b"%FF=%FF", b"\xff\xfe", b"a" * 300_000, b"&".join([b"a=1"] * 2000), b"%%%"])
        query = self._random.choice(["", "?q=%FF", "?" + "&".join(["a=1"] * 1500), "?%", "?a&b&=&==", "?" + "x" * 9000])
        knock = self._outside("unreadable", route, headers=_FORM, body=body, encoded=self._random.random() < 0.5)
        return Knock(**{**_members(knock), "path": knock.path + query})

    def _nonsense_by_form(self, route: Route) -> Knock:
        """An administrator's browser that sends nonsense; only signing out is spared."""
        method = "GET" if route.path == "/sign-out" else route.method
        query = f"?{urlencode({self._random.choice(_FIELDS): self._text() for _ in range(3)})}" if method == "GET" else ""
        return Knock(
            kind="nonsense by form",
            method=method,
            path=self._path(route) + query,
            headers={**_FORM, "sec-fetch-site": "same-origin", "accept-language": self._text()},
            cookies=(f"__Host-session={self._keys.cookie}",),
            body=self._fields(self._keys.csrf),
            inside=True,
        )

    def _nonsense_by_program(self, route: Route) -> Knock:
        headers = {
            "authorization": f"Bearer {self._keys.token}",
            "idempotency-key": self._random.choice(["", "same", self._text(), str(self._random.random())]),
        }
        fields = urlencode({self._random.choice(_FIELDS + _FIELDS_OF_PROGRAMS): self._text() for _ in range(3)})
        garbage = [json.dumps(self._value(3)).encode(), b"[" * 50_000, b'{"a":' * 9000, b"\xff", b'{"days": NaN}', b""]
        return Knock(
            kind="nonsense by program",
            method=route.method,
            path=self._path(route) + (f"?{fields}" if route.method == "GET" else ""),
            headers=headers,
            body=self._random.choice([json.dumps(self._object()).encode()] * 4 + garbage),
            encoded=True,
            inside=route.path.startswith("/api/"),
            is_public=route.access is Access.PUBLIC,
        )

    def _outside(self, kind: str, route: Route, **more: Any) -> Knock:
        method = route.method if self._random.random() < 0.7 else self._random.choice(METHODS)
        is_public = route.access is Access.PUBLIC or method == "OPTIONS"
        return Knock(kind=kind, method=method, path=self._path(route), is_public=is_public, **more)

    def _path(self, route: Route) -> str:
        return self._filled(route.path)

    def _filled(self, path: str) -> str:
        parts = []
        for part in path.split("/"):
            if part.startswith("<"):
                known = KNOWN.get(part.strip("<>").lower(), "one")
                part = known if self._random.random() < 0.7 else quote(self._text(), safe="")  # noqa: PLW2901 - filled in
            parts.append(part)
        return "/".join(parts)

    def _fields(self, csrf: str = "") -> bytes:
        names = self._random.sample(_FIELDS, 4)
        return urlencode({**{name: self._text() for name in names}, "csrf": csrf or self._text()}).encode()

    def _object(self) -> dict[str, Any]:
        names = self._random.sample(_FIELDS + _FIELDS_OF_PROGRAMS, 5)
        rules = [{"kind": "invoice", "filters": self._value(3), "mappings": self._value(2), "direction": "both"}]
        return {name: rules if name == "rules" and self._random.random() < 0.5 else self._value(2) for name in names}

    def _value(self, depth: int) -> Any:
        plain = (None, True, 0, -1, 10**30, 0.1, "2026-01-01", "0001-01-01", "9999-12-31", self._text(), "hubspot:invoice:1")
        if depth == 0 or self._random.random() < 0.6:
            return self._random.choice(plain)
        if self._random.random() < 0.5:
            return [self._value(depth - 1) for _ in range(self._random.randint(0, 3))]
        return {self._text(): self._value(depth - 1) for _ in range(self._random.randint(0, 3))}

    def _text(self) -> str:
        return self._random.choice(TEXTS)


def _members(knock: Knock) -> dict[str, Any]:
    return {name: getattr(knock, name) for name in Knock.__dataclass_fields__}
