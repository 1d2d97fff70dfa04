"""Change batches as queue messages."""

import json
from datetime import UTC, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.aws.messages import decode, encode
from counterfoil.domain.change import ChangeBatch, ChangeEvent
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from tests.builders import NOON, hubspot

BATCH = ChangeBatch(
    connection_id="a",
    kind=EntityKind.INVOICE,
    events=(ChangeEvent(hubspot(EntityKind.INVOICE, "1"), NOON, "m1"),),
)

ids = st.from_regex(r"[A-Za-z0-9-]{1,20}", fullmatch=True)
moments = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-8))]))
refs = st.builds(RecordRef, st.sampled_from(System), st.sampled_from(EntityKind), ids, st.just("") | ids)
events = st.builds(ChangeEvent, refs, moments, st.text(), st.booleans(), st.booleans(), st.booleans())
batches = st.builds(
    ChangeBatch,
    connection_id=st.text(min_size=1),
    kind=st.sampled_from(EntityKind),
    events=st.lists(events, max_size=5).map(tuple),
    continued=st.integers(0, 20),
)


@given(batches)
def test_a_batch_comes_back_as_it_was(batch: ChangeBatch) -> None:
    assert decode(encode(batch)) == batch


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "estimate"}, "kind"),
        ({"continued": -1}, "continued"),
        ({"events": [{"ref": "hubspot:invoice:1", "identity": "m"}]}, "events.0.occurred_at"),
        ({"events": [{"ref": "nonsense", "occurred_at": "2026-03-02T12:00:00Z", "identity": "m"}]}, "ref"),
        ({"events": [{"ref": "hubspot:invoice:1", "occurred_at": "2026-03-02T12:00:00", "identity": "m"}]}, "time zone"),
    ],
)
def test_a_message_of_another_shape_is_refused_by_name(changes: dict[str, object], told: str) -> None:
    with pytest.raises(InvalidValueError, match=told):
        decode(json.dumps(json.loads(encode(BATCH)) | changes))


def test_messages_of_the_next_version_are_read_after_a_rollback() -> None:
    written: dict[str, Any] = json.loads(encode(BATCH))
    newer = written | {"version": 2, "urgent": True, "events": [event | {"by": "them"} for event in written["events"]]}
    assert decode(json.dumps(newer)) == BATCH


def test_the_version_before_can_read_what_is_written_now() -> None:
    """It insisted on `origin` and refused every member that it did not know."""
    written = json.loads(encode(BATCH))
    assert set(written) == {"version", "connection_id", "kind", "origin", "events"}
    assert (written["version"], written["origin"]) == (1, "webhook")
    assert decode(json.dumps(written | {"origin": "operator"})) == BATCH


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "{}"])
def test_what_is_no_message_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError):
        decode(text)


def test_no_value_is_shown_in_the_refusal() -> None:
    with pytest.raises(InvalidValueError) as raised:
        decode('{"connection_id": 12345, "kind": "private"}')

    assert "12345" not in str(raised.value)
    assert "private" not in str(raised.value)
