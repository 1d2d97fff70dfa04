"""However a body was stored, whole, sparse or packed, it is read as it was."""

from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.adapters.aws.attributes import deserialize, serialize
from counterfoil.adapters.aws.items import EVERYTHING, Body
from counterfoil.adapters.aws.sizes import size_of
from counterfoil.domain.call import VendorCall
from counterfoil.domain.errors import Version
from counterfoil.domain.identity import System
from counterfoil.domain.link import Link
from counterfoil.domain.listing import Listing
from counterfoil.domain.names import amount
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.texts import names, reasons
from counterfoil.domain.texts.sentence import Told
from tests.contract.stores.values import complete, made, native, outcome, reservation

BARE = outcome(native(1), OutcomeStatus.WAITING, 1)
CALL = VendorCall(system=System.HUBSPOT, method="GET", path="/crm/objects/2026-09/invoices/1", status=200, milliseconds=0)
FULL = replace(
    BARE,
    listing=Listing(name="INV-1", amount=Decimal("0.10"), currency="EUR"),
    reasons=("Said “so”.",),
    versions=(Version(what="", hubspot="", quickbooks="1"),),
    calls=(CALL, CALL),
)


@pytest.mark.parametrize("before", [BARE, FULL])
def test_an_outcome_is_read_as_it_was(before: SyncOutcome) -> None:
    whole, sparse = Body(SyncOutcome), Body(SyncOutcome, sparse=EVERYTHING)
    for stored in (whole.dump(before), sparse.dump(before), whole.pack(before), sparse.pack(before)):
        kept = deserialize(serialize(stored))
        assert whole.load(kept) == sparse.load(kept) == before


def test_which_text_it_is_is_kept_beside_its_english() -> None:
    texts = Body(SyncOutcome, sparse=EVERYTHING, texts=("reasons", "explanation", "versions"))
    reason = reasons.MATCHED(name=names.CUSTOMER(name="Ada"))
    version = Version(what=names.LINE(number=1), hubspot=amount("1", "USD"), quickbooks="")
    before = replace(BARE, reasons=("By hand.", reason), explanation=reason, versions=(version,))
    for stored in (texts.dump(before), texts.pack(before)):
        found = texts.load(deserialize(serialize(stored)))
        assert found == before
        told = (found.reasons[1], found.explanation, found.versions[0].what, found.versions[0].hubspot)
        assert all(isinstance(one, Told) for one in told)
        assert not isinstance(found.reasons[0], Told)
    assert list(texts.dump(before)["told"]) == ["reasons.1 explanation", "versions.0.what", "versions.0.hubspot"]


def test_what_was_stored_before_is_read_and_so_is_what_is_kept_of_another_place() -> None:
    texts, elsewhere = Body(SyncOutcome, texts=("reasons",)), {"=": "reasons.DRAFT"}
    plainly = Body(SyncOutcome).dump(replace(BARE, reasons=("Said.",)))
    for told in ({}, {"reasons.7 reasons.x gone category": elsewhere}):
        assert texts.load(plainly | {"told": told}) == texts.load(plainly)
    assert "told" not in texts.dump(BARE)


def test_a_link_is_read_as_it_was() -> None:
    whole, sparse = Body(Link), Body(Link, sparse=EVERYTHING)
    for before in (reservation(native(1)), complete(reservation(native(1)), made(1))):
        for stored in (whole.dump(before), sparse.dump(before), sparse.pack(before)):
            assert sparse.load(deserialize(serialize(stored))) == before


def test_what_nobody_has_set_and_what_repeats_takes_no_room() -> None:
    whole, sparse = Body(SyncOutcome), Body(SyncOutcome, sparse=EVERYTHING)
    assert size_of(sparse.dump(BARE)) * 2 < size_of(whole.dump(BARE))
    many = replace(FULL, calls=(CALL,) * 30)
    assert size_of(sparse.pack(many)) * 5 < size_of(sparse.dump(many))
