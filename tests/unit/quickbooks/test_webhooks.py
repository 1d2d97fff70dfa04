"""Webhooks: genuine or not, and what they say."""

import contextlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.quickbooks.webhooks import is_genuine, parse, signature
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.identity import EntityKind
from tests.builders import quickbooks

TOKEN = "verifier-token"
BODY = '{"eventNotifications":[{"realmId":"1185883450","name":"Zoë"}]}'.encode()
SIGNED = "HDTC2gufdyCWoYFF9Eg6D0LPckD0/9cOVgbUaTuGrjE="
NOON = datetime(2026, 1, 5, 18, 33, 39, tzinfo=UTC)


def cloud(**members: Any) -> dict[str, Any]:
    event = {
        "specversion": "1.0",
        "id": "88cd52aa-33b6-4351-9aa4-47572edbd068",
        "source": "intuit.dsnBgbseACLLRZNxo2dfc4evmEJdxde58xeeYcZliOU=",
        "type": "qbo.invoice.created.v1",
        "datacontenttype": "application/json",
        "time": "2026-01-05T18:33:39.123456789Z",
        "intuitentityid": "145",
        "intuitaccountid": "9130",
        "data": {},
    }
    return {**event, **members}


def legacy(*entities: dict[str, Any], realm_id: str = "9130") -> dict[str, Any]:
    usual = {"name": "Invoice", "id": "145", "operation": "Create", "lastUpdated": "2026-01-05T18:33:39.000Z"}
    return {"realmId": realm_id, "dataChangeEvent": {"entities": [{**usual, **entity} for entity in entities]}}


def told(body: Any) -> list[tuple[str, str]]:
    return [(realm_id, str(event.ref)) for realm_id, event in parse(json.dumps(body).encode()).events]


def test_a_known_signature() -> None:
    assert signature(BODY, TOKEN) == SIGNED
    assert is_genuine(body=BODY, headers={"Intuit-Signature": SIGNED}, verifier_token=TOKEN)


@pytest.mark.parametrize("headers", [{}, {"intuit-signature": ""}, {"intuit-signature": "ä"}, {"x-signature": SIGNED}])
def test_anything_missing_or_wrong_is_forged(headers: dict[str, str]) -> None:
    assert not is_genuine(body=BODY, headers=headers, verifier_token=TOKEN)


def test_other_bytes_or_another_token_are_forged() -> None:
    headers = {"intuit-signature": SIGNED}
    assert not is_genuine(body=BODY + b" ", headers=headers, verifier_token=TOKEN)
    assert not is_genuine(body=BODY, headers=headers, verifier_token="another")


def test_nothing_is_genuine_without_a_token() -> None:
    assert not is_genuine(body=BODY, headers={"intuit-signature": signature(BODY, "")}, verifier_token="")


@given(st.binary(max_size=50), st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))
def test_what_was_signed_is_genuine(body: bytes, token: str) -> None:
    assert is_genuine(body=body, headers={"intuit-signature": signature(body, token)}, verifier_token=token)


def test_a_cloud_event() -> None:
    [(realm_id, event)] = parse(json.dumps([cloud()]).encode()).events
    assert (realm_id, event.ref) == ("9130", quickbooks(EntityKind.INVOICE, "145"))
    assert event.occurred_at == NOON.replace(microsecond=123456)
    assert event.identity == "88cd52aa-33b6-4351-9aa4-47572edbd068:145"
    assert event.announced


@pytest.mark.parametrize(
    ("name", "kind"),
    [("customer", "customer"), ("Item", "product"), ("INVOICE", "invoice"), ("payment", "payment")],
)
@pytest.mark.parametrize("suffix", ["created", "Updated", "deleted", "merged", "voided", "emailed"])
def test_every_kind_and_operation_counts(name: str, kind: str, suffix: str) -> None:
    assert told([cloud(type=f"qbo.{name}.{suffix}.v1")]) == [("9130", f"quickbooks:{kind}:145")]


def test_companies_are_mixed() -> None:
    body = [cloud(), cloud(id="2", intuitaccountid="9131", intuitentityid="7")]
    assert told(body) == [("9130", "quickbooks:invoice:145"), ("9131", "quickbooks:invoice:7")]
    assert told({"eventNotifications": [legacy({}), legacy({"id": "7"}, realm_id="9131")]}) == told(body)


def test_a_merge_is_about_both() -> None:
    both = [("9130", "quickbooks:customer:145"), ("9130", "quickbooks:customer:99")]
    assert told([cloud(type="qbo.customer.merged.v1", data={"deletedId": 99})]) == both
    entity = {"name": "Customer", "operation": "Merge", "deletedId": "99"}
    assert told({"eventNotifications": [legacy(entity)]}) == both


def test_what_changes_beside_the_records_is_told_by_its_key() -> None:
    people = [cloud(type=f"qbo.{name}.updated.v1", intuitentityid="7") for name in ("vendor", "Employee", "account")]
    body = [*people, cloud(type="qbo.preferences.updated.v1", intuitentityid="1")]
    delivery = parse(json.dumps(body).encode())
    assert not delivery.events
    assert not delivery.unknown
    keys = ["quickbooks:vendor:7", "quickbooks:employee:7", "quickbooks:account:7", "quickbooks:preferences"]
    assert delivery.touched_by_account() == {"9130": keys}
    older = parse(json.dumps({"eventNotifications": [legacy({"name": "Vendor", "id": "7"})]}).encode())
    assert older.touched_by_account() == {"9130": keys[:1]}


def test_what_means_nothing_here_is_counted() -> None:
    body = [
        cloud(type="qbo.estimate.created.v1"),
        cloud(type="qbo.invoice.printed.v1"),
        cloud(type="payroll.run.created.v1"),
    ]
    delivery = parse(json.dumps([*body, cloud(type="qbo.estimate.created.v1")]).encode())
    assert not delivery.events
    assert dict(delivery.unknown) == {"estimate.create": 2, "invoice.printed": 1, "payroll.run.created.v1.create": 1}
    assert parse(json.dumps({"eventNotifications": [legacy({"name": "Bill"})]}).encode()).unknown == {"Bill.create": 1}


def test_a_legacy_change_has_an_identity_of_its_own() -> None:
    def identity(**members: str) -> str:
        [(_, event)] = parse(json.dumps({"eventNotifications": [legacy(members)]}).encode()).events
        return event.identity

    again = identity()
    later = "2026-01-05T18:33:40.000Z"
    others = {identity(id="146"), identity(operation="Update"), identity(lastUpdated=later)}
    assert identity() == again
    assert len(others | {again}) == 4


def test_the_same_event_twice_is_one() -> None:
    assert len(told([cloud(), cloud()])) == 1


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"", "not a delivery"),
        (b"{", "not a delivery"),
        (b"{}", "eventNotifications"),
        (b"\xff\xfe", "not a delivery"),
    ],
)
def test_what_is_no_delivery_is_refused(body: bytes, named: str) -> None:
    with pytest.raises(InvalidValueError, match=f"^webhook: {named}$"):
        parse(body)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"[1]", "0"),
        (b"[{}]", "0.id"),
        (json.dumps([cloud(time="yesterday")]).encode(), "0.time"),
        (json.dumps([cloud(time="0001-01-01T00:00:00+14:00")]).encode(), "0.time"),
        (json.dumps([cloud(intuitentityid="")]).encode(), "0.intuitentityid"),
        (json.dumps([cloud(data={"deletedId": "1:2"})]).encode(), "0.entity id"),
        (b'{"eventNotifications":[{"realmId":"1"}]}', "eventNotifications.0.dataChangeEvent"),
        (json.dumps({"eventNotifications": [legacy({"id": ""})]}).encode(), "eventNotifications.0.entities.0.id"),
    ],
)
def test_what_is_wrong_is_named(body: bytes, named: str) -> None:
    delivery = parse(body)
    assert not delivery.events
    assert delivery.malformed == [named]


@given(st.binary(max_size=100) | st.from_regex(r"\[\{.*\}\]").map(str.encode))
def test_any_body_is_understood_or_refused(body: bytes) -> None:
    with contextlib.suppress(InvalidValueError):
        parse(body)
