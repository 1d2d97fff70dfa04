"""The act in which a rule is narrowed: an invoice that it does not admit stays in HubSpot, and why is said by its clause."""

import json
from typing import Any

from counterfoil.domain.plan_job import RowAction
from infra.demo import commands
from infra.demo.cast import Cast
from infra.demo.shapes import ON_PAPER

_WHY = "What is booked on paper stays on paper"


def leave_out(cast: Cast) -> None:
    """Invoices with one title are admitted no more, and one of them is finalised. Raises RuntimeError if it is booked."""
    stage, draft = cast.stage, cast.drafts[ON_PAPER]
    rules = json.loads(commands.run(stage, "rules show", "--kind", "invoice"))
    commands.run(stage, "rules save", "--why", _WHY, given=json.dumps(_narrowed(rules, ON_PAPER.title)))
    stage.say(f'  Of HubSpot\'s invoices, none is carried any more whose title is "{ON_PAPER.title}"')
    cast.sales.finalise(draft)
    stage.calm()
    told = json.loads(commands.run(stage, "explain", "--record", f"hubspot:invoice:{draft.id}"))
    cast.seen.left_out = f"{draft.number}: {' '.join(told['reasons'])}"
    stage.say(f"  {cast.seen.left_out}")
    if told["action"] != RowAction.LEAVE_OUT or draft.number in cast.books.invoices():
        raise RuntimeError(f"{draft.number} is not left out: {told}")


def _narrowed(rules: dict[str, Any], title: str) -> dict[str, Any]:
    """The same, but that no invoice of this title is admitted from HubSpot."""
    clause = {"on": "self", "field": "hs_title", "type": "text", "operator": "is_not", "values": [title]}
    (invoices,) = rules["rules"]
    filters = {**invoices["filters"], "hubspot": {"groups": [{"clauses": [clause]}]}}
    return {"rules": [{**invoices, "filters": filters}]}
