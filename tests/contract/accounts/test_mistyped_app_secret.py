"""Somebody mistypes the app's credentials, and mends them an hour later: everything waits, and nothing is lost."""

from datetime import timedelta

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, VendorError
from counterfoil.domain.identity import System
from tests.contract.accounts.offices import Twins


@pytest.fixture
def twins() -> Twins:
    """Both vendors, and a grant kept for each."""
    twins = Twins()
    twins.bundle.keep_grant("c", System.HUBSPOT, str(twins.hubspot.credentials()["refresh_token"]))
    twins.bundle.keep_grant("c", System.QUICKBOOKS, str(twins.quickbooks.credentials()["refresh_token"]))
    return twins


def trouble(twins: Twins, system: System) -> VendorError:
    """What stands in the way of a token."""
    with pytest.raises(VendorError) as raised:
        twins.bundle.vault("c", system).current()
    return raised.value


@pytest.mark.parametrize("system", System)
def test_the_grant_lives_and_works_again_within_a_minute_of_the_mend(twins: Twins, system: System) -> None:
    app = twins.app()
    twins.secret.put(app | {f"{system}_client_secret": "mistyped"})
    for _ in range(30):
        failure = trouble(twins, system).failure
        assert (failure.category, failure.cure) == (ErrorCategory.OUR_FAULT, Cure.WAITING)
        twins.clock.advance(120)

    twins.secret.put(app)
    twins.clock.advance(timedelta(minutes=1).total_seconds())

    assert twins.bundle.vault("c", system).current()


@pytest.mark.parametrize("system", System)
def test_a_secret_that_is_no_json_is_waited_out_as_well(twins: Twins, system: System) -> None:
    twins.secret.put({})
    error = trouble(twins, system)
    assert (error.failure.category, error.failure.code) == (ErrorCategory.OUR_FAULT, "app_secret")
    assert twins.app()["hubspot_client_secret"] not in f"{error.failure}"

    twins.secret.put(twins.app())

    assert twins.bundle.vault("c", system).current()
