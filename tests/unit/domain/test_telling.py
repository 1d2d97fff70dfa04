"""What people read about an outcome, wherever they read it."""

from dataclasses import replace

from counterfoil.domain.blockers import ListEntry, OtherList
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.telling import details_of, entries_in_the_way, in_the_way, particulars_of, record_of, what_to_do
from tests.builders import NOON, hubspot, quickbooks

FAILING = SyncOutcome(
    connection_id="c1",
    ref=hubspot(EntityKind.INVOICE, "301"),
    kind=EntityKind.INVOICE,
    status=OutcomeStatus.FAILING,
    at=NOON,
    category=ErrorCategory.BOOKS_CLOSED,
    cause="The books are closed for this date.",
    remedy="Open them.",
    explanation="The books are closed for this date.",
)


def test_a_record_without_a_label_is_called_by_its_id() -> None:
    assert record_of(FAILING) == "The invoice with the id 301 in HubSpot"
    assert record_of(replace(FAILING, label="Invoice INV-1042")) == "Invoice INV-1042"


def test_nothing_is_said_twice() -> None:
    assert particulars_of(FAILING) == ""
    assert particulars_of(replace(FAILING, explanation="They are closed until May.")) == "They are closed until May."


def test_several_steps_stand_on_lines_of_their_own() -> None:
    assert what_to_do(FAILING) == "What to do: Open them."
    assert what_to_do(replace(FAILING, remedy="1. Ask.\n2. Open them.")) == "What to do:\n1. Ask.\n2. Open them."


def test_details_hold_what_support_asks_for_once_each() -> None:
    assert details_of(FAILING) == "hubspot:invoice:301"
    told = replace(
        FAILING,
        counterpart=quickbooks(EntityKind.INVOICE, "145"),
        vendor_text="Account\nPeriod Closed",
        vendor_code="6210",
        request_ids=("1-a", "1-b"),
    )
    assert details_of(told) == (
        "Account Period Closed; code 6210; request 1-a; request 1-b; hubspot:invoice:301; quickbooks:invoice:145"
    )


def test_only_records_that_have_a_page_are_in_the_way() -> None:
    blocked = replace(
        FAILING, blockers=("quickbooks:customer:7", "quickbooks:customer:*", "quickbooks:preferences", "quickbooks:vendor:9")
    )
    assert list(in_the_way(blocked)) == [quickbooks(EntityKind.CUSTOMER, "7")]
    assert list(entries_in_the_way(blocked)) == [ListEntry(OtherList.VENDOR, "9")]
