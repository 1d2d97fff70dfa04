"""The console on fakes, and browsers and programs that call it as API Gateway would."""

import base64
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.engine.notices.desk import NoticeDesk
from counterfoil.engine.notices.herald import Herald
from counterfoil.engine.rules.counting import LimitCounts
from counterfoil.engine.rules.keeper import RuleKeeper
from counterfoil.engine.rules.known_fields import KnownFields
from counterfoil.observability import metrics
from counterfoil.settings import load_settings, read
from counterfoil_console.bootstrap import Console
from counterfoil_console.exporting.exports import Exports
from counterfoil_console.settings import ConsoleSettings
from counterfoil_console.web.application import Application
from counterfoil_console.web.routes import Routes
from tests.console_fakes import (
    CountingChance,
    InMemoryAnswerStore,
    InMemoryAuditTrail,
    InMemoryConsentStore,
    InMemoryDirectory,
    InMemoryOneTimeStore,
    InMemoryPersonStore,
    InMemorySessionStore,
    InMemoryTokenStore,
    ScriptedCounter,
    ScriptedIssuer,
    ScriptedProperties,
)
from tests.console_vendors import ScriptedAccounts, ScriptedVendors
from tests.fake_dead_letters import InMemoryDeadLetters
from tests.fake_exports import InMemoryExportFiles, InMemoryExportQueue, InMemoryExportStore
from tests.fake_notices import InMemoryNoticeStore, PlainSecrets, RecordingChat, RecordingMailing
from tests.fake_outcomes import InMemoryOutcomeStore
from tests.fake_plans import InMemoryPlanQueue, InMemoryPlanStore
from tests.fake_preferences import InMemoryPreferenceStore
from tests.fake_stores import InMemoryChoiceStore, InMemoryConnectionStore, InMemoryLinkStore
from tests.fakes import FrozenClock, InMemoryChangeQueue, InMemoryCheckStore, InMemoryCursorStore, InMemoryLedgerStore

BASE_URL = "https://console.example"
SETTINGS = {
    "CONSOLE_TABLE_NAME": "console",
    "AUDIT_TABLE_NAME": "audit",
    "CONSOLE_BASE_URL": BASE_URL,
    "OIDC_ISSUER": "https://issuer.example",
    "OIDC_CLIENT_ID": "console-client",
    "OIDC_SECRET_ID": "secret",
}
DANA = {"sub": "dana", "email": "dana@example.com", "name": "Dana Whitfield", "cognito:groups": ["administrators"]}
AISHA = {"sub": "aisha", "email": "aisha@example.com", "name": "Aisha Reyes", "cognito:groups": ["viewers"]}
FORM = {"content-type": "application/x-www-form-urlencoded"}
OURS = {"sec-fetch-site": "same-origin"}


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as a browser sees it. `cookies` are those that it is told to keep, by name, with their attributes."""

    status: int
    headers: Mapping[str, str]
    text: str
    cookies: Mapping[str, str]

    @property
    def location(self) -> str:
        """Where it leads."""
        return self.headers["Location"]


class House:
    """One deployment of the console. `clock` moves by a second with every request."""

    def __init__(self, *subjects: Routes, clock: FrozenClock | None = None) -> None:
        self.answers, self.dead_letters = InMemoryAnswerStore(), InMemoryDeadLetters()
        self.clock, self.issuer, self.directory = clock or FrozenClock(), ScriptedIssuer(), InMemoryDirectory()
        self.sessions, self.people = InMemorySessionStore(), InMemoryPersonStore()
        self.preferences = InMemoryPreferenceStore()
        self.tokens, self.audit = InMemoryTokenStore(), InMemoryAuditTrail()
        self.connections, self.outcomes, self.checks = (
            InMemoryConnectionStore(),
            InMemoryOutcomeStore(),
            InMemoryCheckStore(),
        )
        self.accounts = ScriptedAccounts(self.checks, self.clock)
        self.ledgers, self.notices = InMemoryLedgerStore(), InMemoryNoticeStore()
        self.chat, self.mailing = RecordingChat(), RecordingMailing()
        self.vendors, self.consents = ScriptedVendors(self.connections, self.clock), InMemoryConsentStore()
        self.links, self.choices, self.queue = InMemoryLinkStore(), InMemoryChoiceStore(), InMemoryChangeQueue()
        self.plans, self.plan_queue = InMemoryPlanStore(), InMemoryPlanQueue()
        self.exports, self.export_queue = InMemoryExportStore(), InMemoryExportQueue()
        self.export_files = InMemoryExportFiles()
        self.properties, self.counter = ScriptedProperties(), ScriptedCounter()
        self.console = self._console()
        self._application = Application(self.console, subjects)

    def _console(self) -> Console:
        settings, product = read(ConsoleSettings, SETTINGS), load_settings({"TABLE_NAME": "links"})
        console: Any = Console(settings, product, clock=self.clock, client=_no_client, chance=CountingChance())
        console.session_store, console.person_store = self.sessions, self.people
        console.preference_store = self.preferences
        console.token_store, console.audit, console.once = self.tokens, self.audit, InMemoryOneTimeStore()
        console.answers, console.dead_letters = self.answers, self.dead_letters
        console.directory, console.issuer = self.directory, self.issuer
        console.vendors, console.consents = self.vendors, self.consents
        console.accounts = self.accounts
        console.product.connections, console.product.outcomes = self.connections, self.outcomes
        console.product.links, console.product.choices = self.links, self.choices
        console.product.queue, console.product.plan_jobs = self.queue, self.plans
        console.product.plan_queue = self.plan_queue
        console.heralding = SimpleNamespace(notices=self.notices, notice_desk=self._desk())
        console.exports = Exports(store=self.exports, queue=self.export_queue, files=self.export_files, clock=self.clock)
        fields = KnownFields(properties=self.properties, clock=self.clock)
        console.rules = RuleKeeper(connections=self.connections, portals=self.accounts, clock=self.clock, fields=fields)
        console.limit_counts = LimitCounts(self.counter, self.clock)
        console.product.checks, console.product.ledgers = self.checks, self.ledgers
        console.product.cursors = InMemoryCursorStore()
        console.product.grant_states = self.vendors
        made: Console = console
        return made

    def _desk(self) -> NoticeDesk:
        herald = Herald(
            connections=self.connections,
            outcomes=self.outcomes,
            ledgers=self.ledgers,
            notices=self.notices,
            secrets=PlainSecrets(),
            chat=self.chat,
            mailing=self.mailing,
            clock=self.clock,
            console_url=BASE_URL,
        )
        return NoticeDesk(notices=self.notices, secrets=PlainSecrets(), mailing=self.mailing, herald=herald)

    def without_directory(self) -> None:
        """Another issuer keeps the people."""
        console: Any = self.console
        console.directory = None

    def remembered(self) -> str:
        """All that may be changed."""
        kept = (self.people.people, self.tokens.tokens, self.audit.entries, self.directory.roles, self.vendors.grants)
        rules = [(one, self.connections.versions(one.id, kind)) for one in self.connections.every() for kind in one.rules]
        return repr(
            (
                list(self.sessions.sessions),
                *kept,
                self.queue.batches,
                self.plan_queue.woken,
                self.vendors.erased,
                self.connections.every(),
                self.exports.jobs,
                rules,
                self.answers.kept,
            )
        )

    def call(self, method: str, path: str, headers: Mapping[str, str], body: str = "", **more: Any) -> Answered:
        """One request, as it arrives."""
        self.clock.advance(timedelta(seconds=1))
        where, _, query = path.partition("?")
        event = {
            "version": "2.0",
            "rawPath": where,
            "rawQueryString": query,
            "headers": dict(headers),
            "requestContext": {"requestId": "request-1", "stage": "$default", "http": {"method": method}},
            "body": body,
            "isBase64Encoded": False,
            **more,
        }
        answer = self._application.answer(event, LambdaContext())
        metrics.clear_metrics()
        return answered(answer)


class Browser:
    """Keeps cookies, and sends forms with the token of the page that it saw last."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Answered:
        """Open a page."""
        return self._send("GET", path, {"accept-encoding": "gzip, br", **headers})

    def post(self, path: str, form: Mapping[str, Any] | None = None, headers: Mapping[str, str] = OURS) -> Answered:
        """Send a form from a page of the console."""
        return self._send("POST", path, {**FORM, **headers}, urlencode({"csrf": self.csrf, **(form or {})}, doseq=True))

    @property
    def csrf(self) -> str:
        """What the pages of this session have in their forms."""
        session = self.house.console.sessions.of(self.cookies.get("__Host-session", ""))
        return session.csrf if session else ""

    def sign_in(self, claims: Mapping[str, Any], return_to: str = "/") -> Answered:
        """Through the issuer, which says this of the person; the answer to the callback."""
        started = self.get(f"/auth/start?{urlencode({'next': return_to})}")
        return self.come_back(started, claims)

    def come_back(self, started: Answered, claims: Mapping[str, Any]) -> Answered:
        """From the issuer, with a new code."""
        code = f"code-of-{claims['sub']}-{len(self.house.issuer.asked)}"
        self.house.issuer.people[code] = claims
        return self.get(f"/auth/callback?{urlencode({'code': code, 'state': asked(started)['state']})}")

    def _send(self, method: str, path: str, headers: Mapping[str, str], body: str = "") -> Answered:
        cookies = [f"{name}={value}" for name, value in self.cookies.items()]
        answer = self.house.call(method, path, headers, body, cookies=cookies)
        for name, cookie in answer.cookies.items():
            self.cookies[name] = cookie.partition(";")[0]
            if "Max-Age=0" in cookie:
                del self.cookies[name]
        return answer


def signed_in(house: House, claims: Mapping[str, Any]) -> Browser:
    """A browser of somebody who has signed in."""
    browser = Browser(house)
    assert browser.sign_in(claims).status == 303
    return browser


def asked(started: Answered) -> dict[str, str]:
    """What the issuer is asked, by the address that a sign-in leads to."""
    return {name: values[0] for name, values in parse_qs(urlsplit(started.location).query).items()}


def answered(answer: dict[str, Any]) -> Answered:
    """An answer of the application, as a browser sees it."""
    body = answer.get("body") or ""
    raw = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    text = gzip.decompress(raw) if answer["headers"].get("Content-Encoding") == "gzip" else raw
    cookies = dict(cookie.split("=", 1) for cookie in answer.get("cookies") or ())
    return Answered(answer["statusCode"], answer["headers"], text.decode(), cookies)


def _no_client(service: str) -> Any:
    raise AssertionError(f"a test on fakes asked for {service}")
