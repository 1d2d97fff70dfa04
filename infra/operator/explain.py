"""Explains records: `uv run poe explain --help`.

For each record: what it is linked with, both sides beside what they last agreed on, what would be done now and why, which
clause leaves it out or which records match, and what happened to it, with every call of a vendor that was made for it:

    poe explain --connection 62515-9130 --record hubspot:invoice:301
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from counterfoil.bootstrap.explaining import ExplainingBundle
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.texts.catalogue import explanation_of
from counterfoil.engine.explain import Explainer
from counterfoil_console.api.accounts import Explained
from counterfoil_console.api.records import Event
from infra.client.calls import ProblemError
from infra.client.client import ConsoleClient
from infra.operator.command import about_connection, answered, console_of, refuse, with_console
from infra.operator.deployment import deployed_settings
from infra.operator.records import add_records, told_row

NO_SUCH_RECORD = "urn:counterfoil:no-such-record"

type Explain = Callable[[str, RecordRef], Sequence[Explained]]


def deployed_explainer(stack_name: str) -> Explainer:
    """What explains records of the bundle deployed as `stack_name`. Raises ClientError."""
    return ExplainingBundle(deployed_settings(stack_name)).explainer


def main(
    arguments: Sequence[str] | None = None,
    explainer_of: Callable[[str], Explainer] = deployed_explainer,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
) -> int:
    """Explain the records as JSON; 1 when one of them is known nowhere.

    `explainer_of` finds a stack by name, `client_of` a console by the options.
    """
    parser = with_console(about_connection("explain", __doc__))
    add_records(parser, required=True, help="as reports name them: hubspot:invoice:301")
    given = parser.parse_args(arguments)

    def explain_all() -> int:
        explain = _by_console(client_of(given)) if given.url else _by_stack(explainer_of(given.stack))
        return max(_explain(given.connection, ref, explain) for ref in given.record)

    return answered(explain_all)


def _by_stack(explainer: Explainer) -> Explain:
    return lambda connection_id, ref: tuple(map(Explained.of, explainer.explain(connection_id, ref)))


def _by_console(client: ConsoleClient) -> Explain:
    def explain(connection_id: str, ref: RecordRef) -> Sequence[Explained]:
        try:
            return client.explain(connection_id, str(ref))
        except ProblemError as error:
            if error.type == NO_SUCH_RECORD:
                return ()
            raise

    return explain


def _explain(connection_id: str, ref: RecordRef, explain: Explain) -> int:
    try:
        explanations = explain(connection_id, ref)
    except VendorError as error:
        return refuse(f"{ref}: {explanation_of(error.failure)}")
    for one in explanations:
        sys.stdout.write(json.dumps(_told(one), indent=2, ensure_ascii=False) + "\n")
    return 0 if explanations else refuse(f"{ref} is in neither system, and never was")


def _told(one: Explained) -> Mapping[str, object]:
    return {
        **told_row(one.row),
        "link": asdict(one.link) if one.link else None,
        "addresses": dict(one.addresses),
        "fields": [asdict(field) for field in one.fields],
        "candidates": list(one.candidates),
        "needs": [told_row(row) for row in one.needs],
        "activity": [_told_event(event) for event in one.activity],
    }


def _told_event(event: Event) -> Mapping[str, object]:
    record = event.record
    told: dict[str, object] = {
        "at": record.at.isoformat(),
        "status": record.status,
        "error": record.category or "",
        "explanation": record.explanation,
        "reasons": list(record.reasons),
        "remarks": list(record.remarks),
        "plan": event.plan,
        "calls": [asdict(call) for call in event.calls],
    }
    return {name: value for name, value in told.items() if value}


if __name__ == "__main__":
    sys.exit(main())
