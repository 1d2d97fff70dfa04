"""Sends many hostile requests to the console, and tells which were let in, changed something or broke it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.documents import Documents
from counterfoil.engine.ports.documents import InvoiceDocuments
from counterfoil.engine.rules.keeper import RuleKeeper
from counterfoil.engine.rules.known_fields import KnownFields
from counterfoil_console.domain.role import Role
from tests.builders import a_connection
from tests.contract.stores.values import native, outcome
from tests.fuzz.campaign import Findings
from tests.fuzz.intruder import KNOWN, Intruder, Keys, Knock
from tests.unit.console.house import DANA, Answered, House, signed_in

LOCKED = {400, 401, 403, 404, 413}


class _NoDocuments(InvoiceDocuments):
    """Nothing is linked here."""

    def pdf(self, invoice_id: str) -> Any:
        raise AssertionError(f"nothing is linked to {invoice_id}")


class Fortress:
    """A console with a connection, an administrator's browser and an administrator's token."""

    def __init__(self) -> None:
        self.house = House()
        self.house.connections.save(a_connection(id=KNOWN["connection"], revision=0))
        failing = outcome(native(1), OutcomeStatus.FAILING, 1, connection_id=KNOWN["connection"])
        self.house.outcomes.record([replace(failing, category=ErrorCategory.BOOKS_CLOSED)])
        console: Any = self.house.console
        fields = KnownFields(properties=lambda *_: {}, clock=self.house.clock)
        console.rules = RuleKeeper(
            connections=self.house.connections, portals=self.house.accounts, clock=self.house.clock, fields=fields
        )
        console.documents = Documents(links=self.house.links, open_documents=lambda connection: _NoDocuments())  # noqa: ARG005
        self.keys = self._keys()

    def _keys(self) -> Keys:
        dana = signed_in(self.house, DANA)
        session = self.house.console.sessions.of(dana.cookies["__Host-session"])
        assert session
        _, token = self.house.console.tokens.make(session.actor, "Fuzz", Role.ADMINISTRATOR, timedelta(days=300))
        return Keys(cookie=dana.cookies["__Host-session"], csrf=session.csrf, token=token)

    @property
    def state(self) -> str:
        """All that an outsider must not change; that somebody was seen is none of it."""
        house = self.house
        people = [(one.id, one.role, one.state) for one in house.people.everyone()]
        tokens = [(one.digest, one.role, one.ends_at) for one in house.tokens.every()]
        kept = (house.audit.entries, house.directory.roles, house.vendors.grants, house.answers.kept)
        return repr((people, tokens, list(house.sessions.sessions), *kept, house.queue.batches, house.plan_queue.woken))

    def answer(self, knock: Knock) -> Answered:
        """What the console answers."""
        return self.house.call(
            knock.method,
            knock.path,
            knock.headers,
            knock.text,
            cookies=list(knock.cookies),
            isBase64Encoded=knock.encoded,
        )


def attack_console(requests: int, seed: int, fortress: Fortress) -> Findings:
    """Every request is refused that an outsider makes, and changes nothing; none that anybody makes breaks it."""
    findings, intruder = Findings(), Intruder(seed, fortress.keys)
    for _ in range(requests):
        knock = intruder.make()
        before = "" if knock.may_change else fortress.state
        answered = fortress.answer(knock)
        findings.answers[knock.kind, answered.status] += 1
        if not _is_right(knock, answered):
            findings.violations.append(_told(knock, answered))
        if not knock.may_change and fortress.state != before:
            findings.violations.append(f"changed something: {_told(knock, answered)}")
    return findings


def _is_right(knock: Knock, answered: Answered) -> bool:
    if answered.status >= 500:
        return False
    if knock.inside or knock.is_public:
        return True
    return answered.status in LOCKED or _leads_to_the_door(answered)


def _leads_to_the_door(answered: Answered) -> bool:
    return answered.status == 303 and answered.location.startswith("/sign-in?")


def _told(knock: Knock, answered: Answered) -> str:
    asked = f"{knock.method} {knock.path[:120]} with {str(dict(knock.headers))[:200]} {knock.body[:200]!r}"
    return f"{knock.kind}: {answered.status} for {asked}"
