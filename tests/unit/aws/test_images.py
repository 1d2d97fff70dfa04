"""What the table's stream is filtered by, and what is read from it."""

from dataclasses import replace

from counterfoil.adapters.aws.changes import Put, attributes
from counterfoil.adapters.aws.images import read_images
from counterfoil.adapters.aws.items import Body
from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.texts import refusals
from counterfoil.domain.texts.sentence import Told
from tests.builders import a_connection
from tests.contract.stores.backends import on_aws
from tests.contract.stores.grounds import Ground
from tests.contract.stores.values import CONNECTION, native, outcome
from tests.simulation.aws.dynamodb import as_lambda_shows


def test_a_failing_record_is_shown_once_with_what_the_filter_reads(ground: Ground) -> None:
    failing = outcome(native(1), OutcomeStatus.FAILING, 1)
    on_aws(ground).outcomes.record([failing])

    images = [as_lambda_shows(attributes(item)) for item in ground.table.query(f"{CONNECTION}#record#{failing.ref}")]

    shown = [image for image in images if image["item_type"] == {"S": "outcome"}]
    assert [image["status"] for image in shown] == [{"S": "failing"}]
    assert read_images(images) == ([failing], [])


def test_what_is_read_can_be_told_in_any_language(ground: Ground) -> None:
    failing = replace(outcome(native(1), OutcomeStatus.FAILING, 1), explanation=refusals.NO_ACCOUNT())
    on_aws(ground).outcomes.record([failing])
    images = [as_lambda_shows(attributes(item)) for item in ground.table.query(f"{CONNECTION}#record#{failing.ref}")]
    ((read,), _) = read_images(images)
    assert isinstance(read.explanation, Told)
    assert read.explanation.of is refusals.NO_ACCOUNT


def test_an_outcome_that_was_kept_legibly_is_shown_as_well(ground: Ground) -> None:
    failing = outcome(native(1), OutcomeStatus.FAILING, 1)
    kept = {"pk": "p", "sk": "current", "item_type": "outcome", "body": Body(SyncOutcome).dump(failing)}
    assert read_images([attributes(kept)]) == ([failing], [])
    ground.table.put(Put(kept | {"pk": f"{CONNECTION}#record#{failing.ref}", "status": "failing", "revision": 1}))
    stores = on_aws(ground).outcomes
    assert stores.latest(CONNECTION, [failing.ref]) == {failing.ref: failing}
    stores.record([outcome(native(1), OutcomeStatus.IN_SYNC, 2)])
    assert stores.latest(CONNECTION, [failing.ref])[failing.ref].status is OutcomeStatus.IN_SYNC


def test_a_dead_connection_is_shown_once_with_what_a_filter_can_read(ground: Ground) -> None:
    dead = on_aws(ground).connections.save(a_connection(state=ConnectionState.NEEDS_RECONNECT))
    partitions = [f"{dead.id}#connection", "connections", "account#hubspot:62515", "account#quickbooks:9130"]

    images = [attributes(item) for partition in partitions for item in ground.table.query(partition)]

    shown = [image for image in images if image["item_type"] == {"S": "connection"}]
    assert len(images) == 4
    assert [image["status"] for image in shown] == [{"S": "needs_reconnect"}]
    assert read_images(images) == ([], [dead])


def test_activity_fades_and_how_a_record_stands_does_not(ground: Ground) -> None:
    first = outcome(native(1), OutcomeStatus.FAILING, 1)
    on_aws(ground).outcomes.record([first, replace(first, at=first.at.replace(year=first.at.year + 1))])

    activity, _, current = sorted(ground.table.query(f"{CONNECTION}#record#{first.ref}"), key=lambda item: str(item["sk"]))

    assert activity["expires_at"] == int(first.at.timestamp()) + 400 * 86400
    assert "expires_at" not in current
