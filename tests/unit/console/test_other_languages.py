"""What was stored while people worked is read in another language: reasons, refusals, findings of checks, labels."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from counterfoil.domain.checks.check import Check, Checked
from counterfoil.domain.checks.found import advised
from counterfoil.domain.errors import ErrorCategory, Version
from counterfoil.domain.names import amount, day
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.records.payment import PaymentMethod, PaymentStatus
from counterfoil.domain.texts import checks, names, reasons, refusals
from counterfoil.domain.texts.sentence import Told, capital
from counterfoil_console.presenting.values import value_of
from tests.contract.stores.values import native, outcome
from tests.made_up import english_in, spoken
from tests.unit.console.house import OURS, Browser, House
from tests.unit.console.setting_up import spoken as words_of

CLOSED = refusals.BOOKS_CLOSED_UNTIL(day=day("2026-10-29"), closed=day("2026-10-31"))
MATCHED = reasons.MATCHED(name=names.CUSTOMER(name="Ada"))


@pytest.fixture(scope="module")
def language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with spoken(tmp_path_factory.mktemp("locale")) as made_up:
        yield made_up


@pytest.fixture
def stored(house: House, connection_id: str) -> str:
    """A connection with an invoice that fails, one in step, and one that is left out."""
    failing = outcome(native(1), OutcomeStatus.FAILING, 1, connection_id=connection_id)
    versions = (Version(what=names.LINE(number=1), hubspot=amount("1204.5", "USD"), quickbooks=""),)
    failed = replace(failing, category=ErrorCategory.BOOKS_CLOSED, reasons=(CLOSED,), explanation=CLOSED, versions=versions)
    in_step = outcome(native(2), OutcomeStatus.IN_SYNC, 2, connection_id=connection_id)
    left_out = outcome(native(3), OutcomeStatus.EXCLUDED, 3, connection_id=connection_id)
    told = replace(in_step, reasons=(MATCHED,), remarks=(reasons.CREDIT_APPLIED(),))
    house.outcomes.record([*map(_called, (failed, told, replace(left_out, reasons=(reasons.DRAFT(),))))])
    result = advised(Check.CUSTOM_NUMBERS, checks.HUBSPOT_NUMBERS)
    house.checks.save(connection_id, Checked(at=house.clock(), results=(result,)))
    return connection_id


def _called(one: SyncOutcome) -> SyncOutcome:
    return replace(one, label=capital(names.INVOICE(name=f"INV-{one.ref.id}")))


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "/needs-you",
            "/records",
            "/records?status=excluded",
            "/records/hubspot:invoice:1",
            "/records/hubspot:invoice:2",
        ),
        *(
            "/connection",
            "/rules",
            "/rules/invoice?step=fields",
            "/rules/invoice?step=limits",
            "/plans",
            "/jobs",
            "/ledgers",
        ),
    ],
)
def test_no_page_about_what_was_stored_is_english(dana: Browser, stored: str, language: str, address: str) -> None:
    page = dana.get(f"/c/{stored}{address}", **{"accept-language": language})

    assert page.status == 200
    assert english_in(page.text) == []


def test_values_are_written_as_the_language_writes_them(dana: Browser, stored: str, language: str) -> None:
    page = words_of(dana.get(f"/c/{stored}/records/{native(1)}", **{"accept-language": language}))

    assert "29 ott 2026" in page
    assert "1.204,50 USD" in page
    assert "29 Oct 2026" in words_of(dana.get(f"/c/{stored}/records/{native(1)}"))


def test_why_something_cannot_be_done_is_said_in_the_language(dana: Browser, stored: str, language: str) -> None:
    headers = {"accept-language": language, **OURS}
    answer = dana.post(f"/c/{stored}/records/{native(2)}/accept", {"why": "because"}, headers)

    assert answer.status == 409
    assert "INVOICE INV-2 NEEDS NOBODY" in words_of(answer)
    assert english_in(answer.text) == []


@pytest.mark.parametrize("state", sorted({*InvoiceStatus, *PaymentStatus, *PaymentMethod}))
def test_every_state_and_method_is_a_text(state: str) -> None:
    assert isinstance(value_of("status", state, ""), Told)
    assert isinstance(value_of("method", state, ""), Told)
