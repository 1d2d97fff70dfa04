"""Rows that QuickBooks shows and that nobody can understand: each is its own trouble only."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.quickbooks import schemas
from counterfoil.adapters.quickbooks.changes import ChangeFinder
from counterfoil.adapters.quickbooks.finding import RecordFinder
from counterfoil.adapters.quickbooks.markers import MarkedRecords
from counterfoil.adapters.quickbooks.reading import RecordReader
from counterfoil.adapters.quickbooks.wire import Wire
from counterfoil.adapters.quickbooks.writing import RecordWriter
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation, Write
from counterfoil.engine.ports import Criterion, MatchKey
from tests.builders import a_line, an_invoice, hubspot, quickbooks
from tests.unit.quickbooks.support import TIMES, Answers, client, row

NOUGHT = {"TotalAmt": 0, "Balance": 0, "Line": []}
BEFORE_TIME = {**TIMES, "CreateTime": "0001-01-01T00:00:00+14:00"}
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def answering(body: Any) -> Answers:
    return Answers(lambda _: httpx2.Response(200, json=body))


def reader(answers: Answers) -> RecordReader:
    return RecordReader(client(answers), CompanyProfile(), {})


@pytest.mark.parametrize(
    ("kind", "entity", "odd"),
    [
        (EntityKind.CUSTOMER, "Customer", {"MetaData": BEFORE_TIME}),
        (EntityKind.CUSTOMER, "Customer", {"MetaData": None}),
        (EntityKind.PRODUCT, "Item", {"UnitPrice": "a lot"}),
        (EntityKind.INVOICE, "Invoice", {"CustomerRef": {"value": "1"}, **NOUGHT, "MetaData": BEFORE_TIME}),
        (EntityKind.INVOICE, "Invoice", {}),
        (EntityKind.PAYMENT, "Payment", {**NOUGHT, "Line": "none"}),
    ],
)
def test_whatever_one_row_raises_is_its_own_trouble(kind: EntityKind, entity: str, odd: Mapping[str, Any]) -> None:
    good = row(Id="8", CustomerRef={"value": "1"}, **NOUGHT)
    found = reader(answering({"QueryResponse": {entity: [row(**odd), good]}})).read(kind, ["7", "8"])
    failure = found["7"]
    assert isinstance(failure, Failure)
    assert (failure.category, failure.cure) == (ErrorCategory.UNEXPECTED, Cure.PERSON)
    assert failure.text == f"What QuickBooks shows of the {kind} with the id 7 cannot be understood."
    assert failure.vendor_text
    assert isinstance(found["8"], tuple)


VALUES = st.recursive(
    st.none() | st.booleans() | st.text() | st.decimals() | st.sampled_from([Decimal("9e30"), "9999-12-31", "0001-01-01"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["value", "Address", "Line1"]), inner),
    max_leaves=3,
)
MODELS: Mapping[EntityKind, type[Wire]] = {
    EntityKind.CUSTOMER: schemas.Customer,
    EntityKind.PRODUCT: schemas.Item,
    EntityKind.INVOICE: schemas.Invoice,
    EntityKind.PAYMENT: schemas.Payment,
}


@given(kind=st.sampled_from(EntityKind), data=st.data())
def test_no_row_whatever_raises(kind: EntityKind, data: st.DataObject) -> None:
    members = data.draw(st.dictionaries(st.sampled_from(sorted(MODELS[kind].model_fields)), VALUES))
    assert isinstance(reader(answering({})).understood(kind, members), tuple | Failure)


def test_a_link_without_an_id_is_no_payment() -> None:
    links = [{"TxnType": "Payment"}, {"TxnId": "9", "TxnType": "Payment"}]
    answers = answering({"QueryResponse": {"Invoice": [row(LinkedTxn=links)]}})
    assert reader(answers).payments_of(["7"]) == {"7": ("9",)}


def test_an_odd_candidate_is_no_counterpart_and_spoils_none() -> None:
    rows = [row(Sku="A", MetaData=BEFORE_TIME), row(Id="8", Sku="B")]
    answers = answering({"QueryResponse": {"Item": rows}})
    odd, good = Criterion(MatchKey.SKU, "A"), Criterion(MatchKey.SKU, "B")
    found = RecordFinder(client(answers), reader(answers)).find(EntityKind.PRODUCT, [odd, good])
    assert {one: [each.ref.id for each in some] for one, some in found.items()} == {odd: [], good: ["8"]}


@pytest.mark.parametrize("odd", [{"MetaData": None}, {"MetaData": {"LastUpdatedTime": "yesterday"}}, {"MetaData": {}}])
def test_an_odd_row_among_changes_is_still_one(odd: Mapping[str, Any]) -> None:
    since = datetime(2026, 3, 1, tzinfo=UTC)
    rows = [row(Id="6", **odd), row(Id="8"), {"SyncToken": "1"}]
    answers = answering({"CDCResponse": [{"QueryResponse": [{"Item": rows}]}], "time": NOW.isoformat()})
    page = ChangeFinder(client(answers)).changed_since([EntityKind.PRODUCT], since.isoformat(), NOW)
    assert [record.ref.id for record in page.records] == ["6", "8"]
    assert page.records[0].modified_at <= since


def test_the_cursor_stands_for_a_day_while_nothing_changes() -> None:
    answers = answering({"CDCResponse": [{"QueryResponse": [{}]}], "time": NOW.isoformat()})
    finder = ChangeFinder(client(answers))
    for ago, stands in ((timedelta(hours=23), True), (timedelta(hours=25), False)):
        cursor = (NOW - ago).isoformat()
        assert (finder.changed_since([EntityKind.PRODUCT], cursor, NOW).cursor == cursor) is stands


def marked(answers: Answers) -> MarkedRecords:
    return MarkedRecords(client(answers), reader(answers), RecordFinder(client(answers), reader(answers)))


def a_create(name: str, amount: str) -> Write:
    line = a_line(amount, quantity=Decimal(3), unit_price=None, product=quickbooks(EntityKind.PRODUCT, "1"))
    figures = {"lines": (line,), "total": Decimal(amount), "balance": Decimal(amount)}
    record = an_invoice(number=name, customer=quickbooks(EntityKind.CUSTOMER, "1"), **figures)
    source = hubspot(EntityKind.INVOICE, name)
    kind = EntityKind.INVOICE
    return Write(key=name, operation=Operation.CREATE, system=System.QUICKBOOKS, kind=kind, source=source, record=record)


def test_what_cannot_be_written_and_what_is_answered_oddly_fail_alone() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        document = json.loads(request.content)
        times = BEFORE_TIME if document["DocNumber"] == "odd" else TIMES
        return httpx2.Response(200, json={"Invoice": row(**{**NOUGHT, **document}, MetaData=times)})

    answers, company = Answers(answer), CompanyProfile(custom_numbers=True)
    writer = RecordWriter(client(answers), RecordReader(client(answers), company, {}), company)
    results = writer.write([a_create("huge", "9" * 26), a_create("odd", "30"), a_create("good", "30")])
    cures = {key: result.cure for key, result in results.items() if isinstance(result, Failure)}
    assert cures == {"huge": Cure.PERSON, "odd": Cure.LOOKING}
    assert isinstance(results["good"], Snapshot)


def test_what_was_made_and_cannot_be_understood_is_not_made_again_and_stays_its_own_trouble() -> None:
    odd, good = a_create("odd", "30"), a_create("good", "30")
    rows = [row(Id="1", PrivateNote=f"Counterfoil: {odd.source}", TotalAmt="much", CustomerRef={"value": "1"})]
    rows += [row(Id="2", PrivateNote=f"Counterfoil: {good.source}", CustomerRef={"value": "1"}, **NOUGHT)]
    found = marked(answering({"QueryResponse": {"Invoice": rows}})).find_written([odd, good], NOW)
    failure = found["odd"]
    assert isinstance(failure, Failure)
    assert failure.cure is Cure.WAITING
    assert isinstance(found["good"], Snapshot)
    others = row(PrivateNote="Counterfoil: hubspot:invoice:5", TotalAmt="much")
    assert marked(answering({"QueryResponse": {"Invoice": [others]}})).find_written([odd], NOW) == {}


def taking(most: int, status: int) -> Answers:
    """QuickBooks without any records, where statements may name so many values; how many is documented nowhere."""
    fault = {"Fault": {"Error": [{"Message": "Error parsing query", "code": "4000"}], "type": "ValidationFault"}}

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked = request.content.decode().partition(" IN ")[2].count("'") // 2
        if asked > most:
            return httpx2.Response(status, json=fault if status == 400 else {})
        return httpx2.Response(200, json={"QueryResponse": {}})

    return Answers(answer)


@pytest.mark.parametrize("status", [400, 413, 414])
def test_a_statement_that_is_too_long_is_asked_in_halves(status: int) -> None:
    answers = taking(300, status)
    assert reader(answers).read(EntityKind.INVOICE, [str(number) for number in range(1, 1001)]) == {}
    assert len(answers.requests) == 7  # a thousand, twice five hundred, four times half of that


def test_a_thousand_values_are_looked_for_in_one_statement() -> None:
    answers, skus = taking(1_000, 400), [Criterion(MatchKey.SKU, f"{number}") for number in range(1_000)]
    assert RecordFinder(client(answers), reader(answers)).find(EntityKind.PRODUCT, skus) == dict.fromkeys(skus, ())
    assert len(answers.requests) == 1


@pytest.mark.parametrize("status", [400, 413, 414])
def test_values_that_are_too_many_for_a_statement_are_looked_for_in_halves(status: int) -> None:
    answers, skus = taking(300, status), [Criterion(MatchKey.SKU, f"{number}") for number in range(1_000)]
    assert RecordFinder(client(answers), reader(answers)).find(EntityKind.PRODUCT, skus) == dict.fromkeys(skus, ())
    assert len(answers.requests) == 7
    with pytest.raises(VendorError):
        RecordFinder(client(none := taking(0, status)), reader(none)).find(EntityKind.PRODUCT, skus)
    assert len(none.requests) == 4, "halved down to 150 of them, and given up"


def test_a_short_statement_that_is_refused_is_not_asked_again() -> None:
    answers = Answers(lambda _: httpx2.Response(413, json={}))
    with pytest.raises(VendorError):
        reader(answers).read(EntityKind.INVOICE, ["1", "2"])
    assert len(answers.requests) == 1
