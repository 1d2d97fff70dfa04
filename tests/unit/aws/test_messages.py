"""Change batches as queue messages."""

import json
from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.aws.messages import decode, encode
from counterfoil.domain.change import ChangeBatch, ChangeEvent, ChangeOrigin
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from tests.builders import NOON, hubspot

BATCH = ChangeBatch(
    connection_id="a",
    kind=EntityKind.INVOICE,
    origin=ChangeOrigin.WEBHOOK,
    events=(ChangeEvent(hubspot(EntityKind.INVOICE, "1"), NOON, "m1"),),
)

ids = st.from_regex(r"[A-Za-z0-9-]{1,20}", fullmatch=True)
moments = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-8))]))
refs = st.builds(RecordRef, st.sampled_from(System), st.sampled_from(EntityKind), ids, st.just("") | ids)
events = st.builds(ChangeEvent, refs, moments, st.text())
batches = st.builds(
    ChangeBatch,
    connection_id=st.text(min_size=1),
    kind=st.sampled_from(EntityKind),
    origin=st.sampled_from(ChangeOrigin),
    events=st.lists(events, max_size=5).map(tuple),
)


@given(batches)
def test_a_batch_comes_back_as_it_was(batch: ChangeBatch) -> None:
    assert decode(encode(batch)) == batch


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"version": 2}, "version"),
        ({"kind": "estimate"}, "kind"),
        ({"surprise": 1}, "surprise"),
        ({"events": [{"ref": "hubspot:invoice:1", "identity": "m"}]}, "events.0.occurred_at"),
        ({"events": [{"ref": "nonsense", "occurred_at": "2026-03-02T12:00:00Z", "identity": "m"}]}, "ref"),
        ({"events": [{"ref": "hubspot:invoice:1", "occurred_at": "2026-03-02T12:00:00", "identity": "m"}]}, "time zone"),
    ],
)
def test_a_message_of_another_shape_is_refused_by_name(changes: dict[str, object], told: str) -> None:
    with pytest.raises(InvalidValueError, match=told):
        decode(json.dumps(json.loads(encode(BATCH)) | changes))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "{}"])
def test_what_is_no_message_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError):
        decode(text)


def test_no_value_is_shown_in_the_refusal() -> None:
    with pytest.raises(InvalidValueError) as raised:
        decode('{"connection_id": 12345, "kind": "private"}')

    assert "12345" not in str(raised.value)
    assert "private" not in str(raised.value)
