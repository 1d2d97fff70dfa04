"""What an operator gets who decides about records, on a table and queues in process."""

import json
from collections.abc import Iterator

import pytest

from counterfoil.bootstrap.operating import OperatingBundle
from counterfoil.domain.errors import Candidate, ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.settings import load_settings
from infra.operator.choices import VERBS, main
from tests.builders import NOON, a_connection, hubspot, quickbooks
from tests.contract.stores.backends import on_aws
from tests.contract.stores.grounds import Ground, simulated
from tests.contract.stores.values import complete, made, native, reservation

WHY = ("--why", "Entered twice")


class Office:
    """An operator's shell before a deployed bundle."""

    def __init__(self, ground: Ground) -> None:
        settings = load_settings(ground.environment)
        self.bundle = OperatingBundle(settings, client=ground.clients)
        self.id = self.bundle.connections.save(a_connection()).id
        self._received = on_aws(ground).received

    def decide(self, verb: str, ref: RecordRef, *arguments: str) -> int:
        given = ["--connection", self.id, "--record", str(ref), *arguments]
        return main(verb, given, lambda _: (self.bundle.connections, self.bundle.choosing), lambda: "user/ada")

    def enqueued(self) -> set[RecordRef]:
        return {event.ref for kind in EntityKind for batch in self._received(kind) for event in batch.events}

    def failed(
        self, ref: RecordRef, category: ErrorCategory, candidates: tuple[Candidate, ...] = (), about: str = ""
    ) -> None:
        outcome = SyncOutcome(
            connection_id=self.id, ref=ref, kind=ref.kind, status=OutcomeStatus.FAILING, at=NOON, category=category,
            candidates=candidates, difference=about,
        )  # fmt: skip
        self.bundle.outcomes.record([outcome])


@pytest.fixture
def office() -> Iterator[Office]:
    with simulated() as ground:
        yield Office(ground)


@pytest.mark.feature("M3")
def test_a_record_is_left_out_and_taken_back(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.decide("leave-out", native(1), *WHY) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"connection": office.id, "decided": "leave-out", "record": str(native(1)), "who": "user/ada"}
    (choice,) = office.bundle.choices.of(office.id, [native(1)])[native(1)].holding
    assert (choice.who, choice.why) == ("user/ada", "Entered twice")
    assert office.decide("take-back", native(1), *WHY, "--who", "Grace") == 0
    assert office.enqueued() == {native(1)}


@pytest.mark.feature("M3")
def test_two_records_are_linked_and_unlinked(office: Office) -> None:
    assert office.decide("link", made(1), "--with", str(native(1)), *WHY) == 0
    office.bundle.links.reserve([complete(reservation(native(1)), made(1))])
    assert office.decide("unlink", made(1), *WHY) == 0
    assert set(office.bundle.links.find(office.id, [native(1), made(1)])) == {native(1)}


@pytest.mark.feature("M3", "E8")
def test_a_candidate_is_chosen_and_another_record_is_refused_with_their_names(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    contact, customer = hubspot(EntityKind.CUSTOMER, "7"), quickbooks(EntityKind.CUSTOMER, "88")
    office.failed(contact, ErrorCategory.AMBIGUOUS_MATCH, (Candidate(customer, "the customer Firm (id 88)"),))
    assert office.decide("choose", contact, "--candidate", "quickbooks:customer:89", *WHY) == 1
    assert "the customer Firm (id 88): quickbooks:customer:88" in capsys.readouterr().err
    assert office.decide("choose", contact, "--candidate", str(customer), *WHY) == 0
    assert office.enqueued() == {contact}


@pytest.mark.feature("E9")
def test_a_difference_is_accepted(office: Office) -> None:
    office.failed(native(1), ErrorCategory.TOTALS_DIFFER, about="E9:abc")
    assert office.decide("accept", native(1), *WHY) == 0
    (choice,) = office.bundle.choices.of(office.id, [native(1)])[native(1)].holding
    assert choice.about == "E9:abc"


@pytest.mark.feature("E4", "R3")
def test_an_edited_invoice_is_sent_again(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.failed(native(1), ErrorCategory.BOOKS_CLOSED)
    assert office.decide("send-again", native(1), *WHY) == 1
    assert "was not edited in QuickBooks" in capsys.readouterr().err
    office.bundle.links.reserve([complete(reservation(native(2)), made(2))])
    office.failed(native(2), ErrorCategory.EDITED_IN_QUICKBOOKS, about="E4:abc")
    assert office.decide("send-again", made(2), *WHY) == 0
    assert office.enqueued() == {native(2)}


@pytest.mark.parametrize("verb", VERBS)
def test_a_reason_has_to_be_given(office: Office, verb: str) -> None:
    with pytest.raises(SystemExit):
        office.decide(verb, native(1))


def test_no_connection_no_choice(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.id = "unknown"
    assert office.decide("leave-out", native(1), *WHY) == 1
    assert "unknown" in capsys.readouterr().err
