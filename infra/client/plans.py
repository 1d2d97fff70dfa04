"""Plans: made, read, applied, discarded."""

from counterfoil_console.api.plans import Plan, PlanResults, Plans, Rows, WantedPlan, WantedRows
from infra.client.calls import Caller, part


class PlanCalls(Caller):
    """A plan is made and applied by the console's own worker; each call answers how far it has come."""

    def plans(self, connection: str) -> Plans:
        """The newest plans."""
        return self.read(Plans, _plans(connection))

    def make_plan(self, connection: str, wanted: WantedPlan) -> Plan:
        """Have a plan made."""
        return self.act(Plan, _plans(connection), wanted)

    def plan(self, connection: str, plan: str) -> Plan:
        """A plan as far as it has come."""
        return self.read(Plan, _plan(connection, plan))

    def plan_rows(self, connection: str, plan: str, wanted: WantedRows) -> Rows:
        """A page of a plan's rows."""
        return self.read(Rows, f"{_plan(connection, plan)}/rows", wanted)

    def plan_results(self, connection: str, plan: str) -> PlanResults:
        """What became of an applied plan so far."""
        return self.read(PlanResults, f"{_plan(connection, plan)}/results")

    def apply_plan(self, connection: str, plan: str) -> Plan:
        """Have just what the plan says carried."""
        return self.act(Plan, f"{_plan(connection, plan)}/apply")

    def resume_plan(self, connection: str, plan: str) -> Plan:
        """Have a plan that stopped go on."""
        return self.act(Plan, f"{_plan(connection, plan)}/resume")

    def discard_plan(self, connection: str, plan: str) -> Plan:
        """Let a plan that was not applied be none."""
        return self.act(Plan, f"{_plan(connection, plan)}/discard")

    def plan_again(self, connection: str, plan: str) -> Plan:
        """Plan anew what had changed since."""
        return self.act(Plan, f"{_plan(connection, plan)}/again")


def _plans(connection: str) -> str:
    return f"/connections/{part(connection)}/plans"


def _plan(connection: str, plan: str) -> str:
    return f"{_plans(connection)}/{part(plan)}"
