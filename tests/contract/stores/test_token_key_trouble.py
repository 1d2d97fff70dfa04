"""The token key fails while tokens are renewed, and the vendor forgets a refresh token as soon as it was used."""

from datetime import timedelta

import pytest

from counterfoil.adapters.aws.vault import LEASE, TokenVault
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from tests.contract.stores.grounds import Ground
from tests.contract.stores.workers import UnsteadyKms, Workers, a_key

FOR_LONG = 1000


@pytest.fixture
def kms(ground: Ground) -> UnsteadyKms:
    return UnsteadyKms(ground.clients("kms"))


@pytest.fixture
def workers(ground: Ground, kms: UnsteadyKms) -> Workers:
    workers = Workers(ground, a_key(ground), kms=kms)
    workers.vault().store("refresh-0")
    return workers


def trouble(vault: TokenVault) -> Failure:
    """What stands in the way of a token."""
    with pytest.raises(VendorError) as raised:
        vault.current()
    return raised.value.failure


@pytest.mark.parametrize("operation", ["encrypt", "decrypt"])
def test_the_vendor_is_not_asked_while_the_key_does_not_work(workers: Workers, kms: UnsteadyKms, operation: str) -> None:
    kms.failures[operation] = FOR_LONG

    failure = trouble(workers.vault())

    assert (failure.category, failure.cure, failure.code) == (ErrorCategory.OUR_FAULT, Cure.WAITING, "token_key")
    assert workers.grant.renewals == 0
    kms.failures.clear()
    assert workers.vault().current() == "access-1"


@pytest.mark.parametrize("failures", [1, 4])
def test_a_key_that_fails_in_passing_after_the_rotation_costs_moments(
    workers: Workers, kms: UnsteadyKms, failures: int
) -> None:
    workers.grant.before_answer = lambda: kms.failures.update(encrypt=failures)
    before = workers.clock()

    assert workers.vault().current() == "access-1"

    assert workers.clock() - before < LEASE
    assert workers.item.read() is not None
    workers.clock.advance(timedelta(days=1))
    workers.grant.before_answer = lambda: None
    assert workers.vault().current() == "access-2"


def test_tokens_that_cannot_be_sealed_are_kept_in_mind_and_stored_once_the_key_works_again(
    workers: Workers, kms: UnsteadyKms
) -> None:
    workers.grant.before_answer = lambda: kms.failures.update(encrypt=FOR_LONG)
    vault = workers.vault()

    assert trouble(vault).category is ErrorCategory.OUR_FAULT
    workers.clock.advance(timedelta(minutes=2))
    assert trouble(vault).category is ErrorCategory.OUR_FAULT
    kms.failures.clear()

    assert vault.current() == "access-1"
    assert workers.vault().current() == "access-1"
    assert workers.grant.renewals == 1


def test_nobody_else_uses_the_forgotten_token_while_the_new_one_is_kept_in_mind(workers: Workers, kms: UnsteadyKms) -> None:
    workers.grant.before_answer = lambda: kms.failures.update(encrypt=FOR_LONG)
    vault = workers.vault()
    trouble(vault)
    kms.failures.clear()
    workers.clock.advance(LEASE * 2)

    assert trouble(workers.vault()).category is ErrorCategory.VENDOR_UNAVAILABLE

    assert vault.current() == "access-1"
    assert workers.vault().current() == "access-1"


def test_a_new_consent_outdates_what_is_kept_in_mind(workers: Workers, kms: UnsteadyKms) -> None:
    workers.grant.before_answer = lambda: kms.failures.update(encrypt=FOR_LONG)
    vault = workers.vault()
    trouble(vault)
    kms.failures.clear()
    workers.grant.before_answer = lambda: None
    workers.grant.living = "refresh-new"
    workers.vault().store("refresh-new")

    assert vault.current() == "access-2"
    assert workers.vault().current() == "access-2"
