"""What the table's stream is filtered by, and what is read from it."""

from dataclasses import replace

from counterfoil.adapters.aws.changes import attributes
from counterfoil.adapters.aws.images import read_images
from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.texts import refusals
from counterfoil.domain.texts.sentence import Told
from tests.builders import a_connection
from tests.contract.stores.backends import on_aws
from tests.contract.stores.grounds import Ground
from tests.contract.stores.values import CONNECTION, native, outcome


def test_a_failing_record_is_shown_once_with_what_the_filter_reads(ground: Ground) -> None:
    failing = outcome(native(1), OutcomeStatus.FAILING, 1)
    on_aws(ground).outcomes.record([failing])

    images = [attributes(item) for item in ground.table.query(f"{CONNECTION}#record#{failing.ref}")]

    shown = [image for image in images if image["item_type"] == {"S": "outcome"}]
    assert [image["status"] for image in shown] == [{"S": "failing"}]
    assert read_images(images) == ([failing], [])


def test_what_is_read_can_be_told_in_any_language(ground: Ground) -> None:
    failing = replace(outcome(native(1), OutcomeStatus.FAILING, 1), explanation=refusals.NO_ACCOUNT())
    on_aws(ground).outcomes.record([failing])
    images = [attributes(item) for item in ground.table.query(f"{CONNECTION}#record#{failing.ref}")]
    ((read,), _) = read_images(images)
    assert isinstance(read.explanation, Told)
    assert read.explanation.of is refusals.NO_ACCOUNT


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
