"""A console as it is deployed, on tables in process, with a connection that has any number of records."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import batched, cycle
from typing import Any
from urllib.parse import quote

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.plan_job import PlanJob, PlanRow, PlanScope, PlanState, RowAction, RowResult, RowState, tallied
from counterfoil.engine.rules.known_fields import KnownFields
from counterfoil.observability import metrics
from counterfoil.settings import load_settings, read
from counterfoil_console.bootstrap import Console
from counterfoil_console.settings import ConsoleSettings
from counterfoil_console.web.application import Application
from tests.builders import NOON, a_connection, a_link, an_invoice
from tests.console_fakes import CountingChance, InMemoryDirectory, ScriptedIssuer
from tests.contract.stores.values import made, native
from tests.fake_dead_letters import InMemoryDeadLetters
from tests.fakes import FrozenClock
from tests.figures.accounts import COMPANY, a_chosen_rule, properties
from tests.figures.tables import Aws
from tests.unit.console.house import DANA, SETTINGS, Answered, answered, asked

CONNECTION = "62515-9130"
RECORD = "hubspot:invoice:1"
_TOGETHER = 2000
_PLANNED = 3000
"""Rows of each plan at most: more than its pages read at once, however large they let the plan be."""
_STATUSES = (OutcomeStatus.IN_SYNC, OutcomeStatus.IN_SYNC, OutcomeStatus.FAILING, OutcomeStatus.EXCLUDED)
_CATEGORIES = (ErrorCategory.BOOKS_CLOSED, ErrorCategory.DISPLAY_NAME_TAKEN, ErrorCategory.AMBIGUOUS_MATCH)


class Office:
    """The console with so many invoices, and an administrator who is signed in."""

    def __init__(self, records: int) -> None:
        self.clock = FrozenClock()
        self.aws = Aws(self.clock)
        self.console = self._console()
        self._application = Application(self.console)
        self.plan_id = self.applied_id = ""
        self._fill(records)
        self._cookie = self._signed_in()

    def _console(self) -> Console:
        product = load_settings({"TABLE_NAME": "product", "PLAN_QUEUE_URL": "plan"})
        settings = read(ConsoleSettings, SETTINGS)
        console: Any = Console(settings, product, clock=self.clock, client=self.aws, chance=CountingChance())
        console.issuer, console.directory = ScriptedIssuer(), InMemoryDirectory()
        console.dead_letters = InMemoryDeadLetters()
        console.operating.fields = KnownFields(properties=properties, clock=self.clock)
        made: Console = console
        return made

    def _fill(self, records: int) -> None:
        product = self.console.product
        chosen = {
            kind: a_chosen_rule(kind) if kind is EntityKind.INVOICE else rule for kind, rule in a_connection().rules.items()
        }
        product.connections.save(a_connection(id=CONNECTION, revision=0, company=COMPANY, rules=chosen))
        for some in batched(_outcomes(records), _TOGETHER, strict=False):
            product.outcomes.record(some)
        invoice = an_invoice(number="INV-000000")
        linked = [a_link(native(number), made(number), dict.fromkeys(System, invoice)) for number in range(2)]
        product.links.reserve(linked)
        self.applied_id = self._applied(self._planned(records)).id
        self.plan_id = self._planned(records).id

    def _planned(self, records: int) -> PlanJob:
        product, rows = self.console.product, list(_rows(min(records, _PLANNED)))
        job = product.plans.make(CONNECTION, PlanScope())
        product.plan_jobs.put_rows(CONNECTION, job.id, rows)
        planned = replace(job, state=PlanState.PLANNED, planned=records, tallies=tallied(rows), step=len(job.steps))
        return product.plan_jobs.save(planned)

    def _applied(self, job: PlanJob) -> PlanJob:
        """Every row was tried: some were done, some refused, some wait, and some had changed since."""
        store, now, rows = self.console.product.plan_jobs, self.clock(), list(self.console.product.plans.rows(job))
        results = {row.ref: RowResult(state, now) for row, state in zip(rows, cycle(RowState), strict=False)}
        store.conclude(CONNECTION, job.id, results, now)
        return store.save(replace(job, state=PlanState.APPLIED, applied_at=now, to_do=sum(row.is_applied for row in rows)))

    def _signed_in(self) -> str:
        issuer: Any = self.console.issuer
        issuer.people["code"] = DANA
        started = self.answer("GET", "/auth/start?next=/", {})
        state = quote(asked(started)["state"])
        attempt = "; ".join(f"{name}={value.partition(';')[0]}" for name, value in started.cookies.items())
        finished = self.answer("GET", f"/auth/callback?code=code&state={state}", {"cookie": attempt})
        session = finished.cookies["__Host-session"].partition(";")[0]
        return f"__Host-session={session}"

    def open(self, path: str) -> Answered:
        """A page, as the administrator's browser asks for it."""
        return self.answer("GET", path, {"cookie": self._cookie})

    def answer(self, method: str, path: str, headers: Mapping[str, str]) -> Answered:
        """One request."""
        where, _, query = path.partition("?")
        event = {
            "version": "2.0",
            "rawPath": where,
            "rawQueryString": query,
            "headers": dict(headers),
            "requestContext": {"requestId": "request-1", "stage": "$default", "http": {"method": method}},
            "body": "",
            "isBase64Encoded": False,
        }
        told = self._application.answer(event, LambdaContext())
        metrics.clear_metrics()
        return answered(told)


def _outcomes(records: int) -> Iterator[SyncOutcome]:
    for number in range(records):
        status = _STATUSES[number % len(_STATUSES)]
        failing = status is OutcomeStatus.FAILING
        listing = Listing(
            name=f"INV-{number:06}", detail="Ann Example", amount=Decimal(number % 900) + Decimal("12.50"), currency="USD"
        )
        yield SyncOutcome(
            connection_id=CONNECTION,
            ref=native(number),
            kind=EntityKind.INVOICE,
            status=status,
            at=NOON - timedelta(seconds=number),
            label=f"Invoice INV-{number:06}",
            listing=listing,
            category=_CATEGORIES[number % len(_CATEGORIES)] if failing else None,
            explanation="It was refused." if failing else "",
            counterpart=RecordRef(System.QUICKBOOKS, EntityKind.INVOICE, str(100_000 + number)),
        )


def _rows(records: int) -> Iterator[PlanRow]:
    actions = (RowAction.CREATE, RowAction.LINK, RowAction.LEAVE_OUT, RowAction.NOTHING)
    for number in range(records):
        action = actions[number % len(actions)]
        yield PlanRow(
            ref=native(number),
            name=f"Invoice INV-{number:06}",
            action=action,
            acts=action in {RowAction.CREATE, RowAction.LINK},
            targets=(System.QUICKBOOKS,) if action is RowAction.CREATE else (),
            amount=Decimal("12.50"),
            currency="USD",
            reasons=("It is finalised.",),
        )
