"""The product's calls on their way to the twins: each takes its time, and may meet with trouble."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx2

from counterfoil.domain.identity import System
from infra.sandbox.kernel.application import ConnectionLostError, TwinApplication
from infra.sandbox.kernel.faults import Fault, FaultKind

HOSTS = {System.HUBSPOT: "hubspot.test", System.QUICKBOOKS: "quickbooks.test"}
_CALL_SECONDS, _PATIENCE_SECONDS = 0.05, 30.0


class StumbledError(Exception):
    """What nobody foresaw; that it happened is no defect of the product's, what became of it may be."""


@dataclass(frozen=True, slots=True)
class Mishap:
    """What befalls one call: a fault at the vendor, an answer that takes `seconds` longer, or that the caller stumbles."""

    kind: FaultKind | None = None
    seconds: float = 0.0
    stumbles: bool = False


Announce = Callable[[str], None]
Wait = Callable[[float], None]
Watch = Callable[[System, str, httpx2.Request], None]
Strikes = Callable[[System, str, httpx2.Request], Mishap]
"""What befalls a call in the name of an account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """What happens around a call: it is announced, takes its time, is watched, may be struck, and is noted."""

    announce: Announce
    wait: Wait
    watch: Watch
    strikes: Strikes
    note: Announce


class Callers:
    """Whose calls they are: a company is in the address, a portal came with its token."""

    def __init__(self) -> None:
        self._portals: dict[str, str] = {}
        self._tokens: dict[tuple[System, str], str] = {}

    def account(self, system: System, request: httpx2.Request) -> str:
        """The portal's or company's id, "" where a token is asked for."""
        if system is System.QUICKBOOKS:
            return request.url.path.removeprefix("/v3/company/").partition("/")[0] if "/company/" in request.url.path else ""
        return self._portals.get(_bearer(request), "")

    def token(self, system: System, account: str) -> str:
        """The latest token with which an account was reached, "" before the first."""
        return self._tokens.get((system, account), "")

    def learn(self, system: System, request: httpx2.Request, response: httpx2.Response) -> None:
        """From an answer that hands out a token, and from a token that was good."""
        if system is System.HUBSPOT and request.url.path.endswith("/token") and response.is_success:
            body = json.loads(response.content)
            self._portals[body["access_token"]] = str(body["hub_id"])
        elif response.is_success and (account := self.account(system, request)):
            self._tokens[system, account] = _bearer(request)


class Wire(httpx2.BaseTransport):
    """Carries the product's calls, each one announced beforehand, and spoils what chance chooses."""

    def __init__(self, twins: Mapping[System, TwinApplication], callers: Callers, hooks: Hooks) -> None:
        self._twins, self._callers, self._hooks = twins, callers, hooks
        self._transports = {system: httpx2.WSGITransport(app=twin) for system, twin in twins.items()}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The twin's answer. Raises httpx2.ReadTimeout when it does not come in time."""
        system = next(system for system, host in HOSTS.items() if request.url.host == host)
        self._hooks.announce(f"{request.method} {system} {request.url.path}")
        self._hooks.wait(_CALL_SECONDS)
        account = self._callers.account(system, request)
        self._hooks.watch(system, account, request)
        mishap = self._hooks.strikes(system, account, request)
        if mishap.stumbles:
            raise StumbledError
        response = self._answer(system, request, mishap.kind)
        if mishap.seconds:
            self._hooks.wait(min(mishap.seconds, _PATIENCE_SECONDS))
        if mishap.seconds >= _PATIENCE_SECONDS:
            raise httpx2.ReadTimeout("no answer in time", request=request)
        if not response.is_success:
            self._hooks.note(f"    {response.status_code}")
        return response

    def _answer(self, system: System, request: httpx2.Request, fault: FaultKind | None) -> httpx2.Response:
        faults = self._twins[system].kernel.faults
        if fault:
            faults.add(Fault(fault))
        try:
            response = self._transports[system].handle_request(request)
        except ConnectionLostError as error:
            faults.clear()
            self._hooks.wait(_PATIENCE_SECONDS)
            raise httpx2.ReadTimeout("no answer", request=request) from error
        finally:
            faults.clear()
        response.read()
        self._callers.learn(system, request, response)
        return response


def _bearer(request: httpx2.Request) -> str:
    return str(request.headers.get("Authorization", "")).removeprefix("Bearer ")
