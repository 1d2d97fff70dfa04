"""Where plans are made and applied: at a deployed stack with AWS credentials, or through its console."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.plan_job import PlanScope
from counterfoil.engine.ports import ConnectionStore
from counterfoil.engine.preview.drafts import DraftPlans
from counterfoil.engine.preview.export import csv_lines
from counterfoil.engine.preview.plans import Plans
from counterfoil.engine.preview.scope import first_moment
from counterfoil.engine.rules.files import check_file
from counterfoil.engine.rules.keeper import RuleKeeper
from counterfoil_console.api.plans import Plan, Row, WantedPlan, WantedRows
from infra.client.client import ConsoleClient
from infra.operator.command import UnusableOptionsError


class PlanDesk(Protocol):
    """The plans of one connection. A plan's id "" is that of the newest. All raise CounterfoilError."""

    def make(self, wanted: WantedPlan) -> Plan:
        """Have a plan made; it is under way then."""
        ...

    def get(self, plan_id: str) -> Plan:
        """A plan as far as it has come."""
        ...

    def resume(self, plan_id: str) -> Plan:
        """Have a plan that stopped go on; any other stays as it is."""
        ...

    def apply(self, plan_id: str) -> Plan:
        """Have just what a plan says carried, under way then; drafts that it was made with run."""
        ...

    def discard(self, plan_id: str) -> Plan:
        """Let a plan that was not applied be none."""
        ...

    def rows(self, plan_id: str) -> Iterator[Row]:
        """Every row."""
        ...

    def csv(self, plan_id: str) -> Iterator[str]:
        """Every row, as lines for a spreadsheet."""
        ...


@dataclass(frozen=True, slots=True)
class StackPlans(PlanDesk):
    """With AWS credentials. `who` is kept as whoever let a draft run."""

    connections: ConnectionStore
    plans: Plans
    rules: RuleKeeper
    connection_id: str
    who: str

    def make(self, wanted: WantedPlan) -> Plan:
        connection = self.connections.get(self.connection_id)
        drafts = check_file(self.rules, connection.id, {"rules": list(wanted.rules)}) if wanted.rules else ()
        since = first_moment(wanted.since, connection) if wanted.since else None
        records = tuple(map(RecordRef.parse, wanted.records))
        return Plan.of(self.plans.make(connection.id, PlanScope(drafts=tuple(drafts), since=since, records=records)))

    def get(self, plan_id: str) -> Plan:
        return Plan.of(self.plans.get(self.connection_id, plan_id))

    def resume(self, plan_id: str) -> Plan:
        return Plan.of(self.plans.resume(self.connections.get(self.connection_id).id, plan_id))

    def apply(self, plan_id: str) -> Plan:
        drafts = DraftPlans(self.rules, self.plans)
        return Plan.of(drafts.apply(self.connections.get(self.connection_id).id, plan_id, self.who))

    def discard(self, plan_id: str) -> Plan:
        return Plan.of(self.plans.discard(self.connections.get(self.connection_id).id, plan_id))

    def rows(self, plan_id: str) -> Iterator[Row]:
        for row, outcome in self.plans.standing(self.plans.get(self.connection_id, plan_id)):
            yield Row.of(row, outcome)

    def csv(self, plan_id: str) -> Iterator[str]:
        return csv_lines(self.plans.standing(self.plans.get(self.connection_id, plan_id)))


@dataclass(frozen=True, slots=True)
class ConsolePlans(PlanDesk):
    """With a token of the console."""

    client: ConsoleClient
    connection_id: str

    def make(self, wanted: WantedPlan) -> Plan:
        return self.client.make_plan(self.connection_id, wanted)

    def get(self, plan_id: str) -> Plan:
        return self.client.plan(self.connection_id, plan_id or self._newest())

    def resume(self, plan_id: str) -> Plan:
        return self.client.resume_plan(self.connection_id, plan_id or self._newest())

    def apply(self, plan_id: str) -> Plan:
        return self.client.apply_plan(self.connection_id, plan_id or self._newest())

    def discard(self, plan_id: str) -> Plan:
        return self.client.discard_plan(self.connection_id, plan_id or self._newest())

    def rows(self, plan_id: str) -> Iterator[Row]:
        wanted, more = WantedRows(), True
        while more:
            page = self.client.plan_rows(self.connection_id, plan_id, wanted)
            yield from page.rows
            wanted, more = replace(wanted, after=page.next), bool(page.next)

    def csv(self, plan_id: str) -> Iterator[str]:
        raise UnusableOptionsError(
            f"plan {plan_id} is made, and poe export --plan {plan_id} --to FILE fetches its rows through the console"
        )

    def _newest(self) -> str:
        plans = self.client.plans(self.connection_id).plans
        if not plans:
            raise UnusableOptionsError(f"connection {self.connection_id!r} has no plan yet")
        return plans[0].id
