"""Explains records: `uv run poe explain --help`.

For each record: what it is linked with, both sides beside what they last agreed on, what would be done now and why, which
clause leaves it out or which records match, and what happened to it, with every call of a vendor that was made for it:

    poe explain --connection 62515-9130 --record hubspot:invoice:301
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from counterfoil.bootstrap.explaining import ExplainingBundle
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.texts.catalogue import explanation_of
from counterfoil.engine.explain import Explainer, Explanation
from infra.operator.command import about_connection, answered, refuse
from infra.operator.deployment import deployed_settings
from infra.operator.records import add_records, told_row


def deployed_explainer(stack_name: str) -> Explainer:
    """What explains records of the bundle deployed as `stack_name`. Raises ClientError."""
    return ExplainingBundle(deployed_settings(stack_name)).explainer


def main(arguments: Sequence[str] | None = None, explainer_of: Callable[[str], Explainer] = deployed_explainer) -> int:
    """Explain the records as JSON; 1 when one of them is known nowhere. `explainer_of` finds a stack by name."""
    parser = about_connection("explain", __doc__)
    add_records(parser, required=True, help="as reports name them: hubspot:invoice:301")
    given = parser.parse_args(arguments)
    return answered(lambda: max(_explain(given.connection, ref, explainer_of(given.stack)) for ref in given.record))


def _explain(connection_id: str, ref: RecordRef, explainer: Explainer) -> int:
    try:
        explanations = explainer.explain(connection_id, ref)
    except VendorError as error:
        return refuse(f"{ref}: {explanation_of(error.failure)}")
    for one in explanations:
        sys.stdout.write(json.dumps(_told(one), indent=2, ensure_ascii=False) + "\n")
    return 0 if explanations else refuse(f"{ref} is in neither system, and never was")


def _told(one: Explanation) -> Mapping[str, object]:
    link = one.link
    return {
        **told_row(one.row),
        "link": {"state": link.state, "records": [str(ref) for ref in link.refs.values()]} if link else None,
        "addresses": {str(ref): address for ref, address in one.addresses.items()},
        "fields": [asdict(field) for field in one.fields],
        "candidates": list(one.candidates),
        "needs": [told_row(row) for row in one.needs],
        "activity": [_told_outcome(outcome) for outcome in one.activity],
    }


def _told_outcome(outcome: SyncOutcome) -> Mapping[str, object]:
    told: dict[str, object] = {
        "at": outcome.at.isoformat(),
        "status": outcome.status,
        "error": outcome.category or "",
        "explanation": outcome.explanation,
        "reasons": list(outcome.reasons),
        "remarks": list(outcome.remarks),
        "plan": outcome.plan,
        "calls": [asdict(call) for call in outcome.calls],
    }
    return {name: value for name, value in told.items() if value}


if __name__ == "__main__":
    sys.exit(main())
