"""HubSpot's grants over the twin: renewed, rotated, revoked."""

from datetime import timedelta

import pytest

from counterfoil.adapters.hubspot.auth import HubSpotGrant
from counterfoil.domain.errors import ErrorCategory, Failure, VendorError
from infra.sandbox.kernel.faults import FaultKind
from tests.contract.systems.hubspot_world import BASE_URL, HubSpotWorld


@pytest.fixture
def world() -> HubSpotWorld:
    """A portal of its own for every test."""
    return HubSpotWorld()


@pytest.fixture
def grant(world: HubSpotWorld) -> HubSpotGrant:
    """The twin's token endpoint."""
    return granted(world, world.credentials["client_secret"])


def granted(world: HubSpotWorld, client_secret: str) -> HubSpotGrant:
    client_id = world.credentials["client_id"]
    return HubSpotGrant(client=world.client, base_url=BASE_URL, client_id=client_id, client_secret=client_secret)


def refused(grant: HubSpotGrant, refresh_token: str) -> Failure:
    with pytest.raises(VendorError) as raised:
        grant.refresh(refresh_token)
    return raised.value.failure


@pytest.mark.parametrize("rotate", [True, False])
def test_what_comes_back_is_what_is_used_next(world: HubSpotWorld, grant: HubSpotGrant, *, rotate: bool) -> None:
    world.twin.switches().rotate_refresh_tokens = rotate
    first = grant.refresh(world.credentials["refresh_token"])
    assert first.expires_in == timedelta(minutes=30)
    assert (first.refresh_token != world.credentials["refresh_token"]) is rotate
    assert grant.refresh(first.refresh_token).access_token != first.access_token


def test_a_revoked_grant_is_dead(world: HubSpotWorld, grant: HubSpotGrant) -> None:
    grant.revoke(world.credentials["refresh_token"])
    assert refused(grant, world.credentials["refresh_token"]).category is ErrorCategory.NEEDS_RECONNECT
    grant.revoke(world.credentials["refresh_token"])


def test_a_mistyped_app_secret_is_a_fault_of_ours(world: HubSpotWorld) -> None:
    failure = refused(granted(world, "mistyped"), world.credentials["refresh_token"])
    assert (failure.category, failure.code) == (ErrorCategory.OUR_FAULT, "BAD_CLIENT_SECRET")


@pytest.mark.parametrize("kind", [FaultKind.DROPPED_BEFORE, FaultKind.SERVER_ERROR, FaultKind.THROTTLED])
def test_trouble_is_no_dead_grant(world: HubSpotWorld, grant: HubSpotGrant, kind: FaultKind) -> None:
    world.plan(kind, "token")
    assert refused(grant, world.credentials["refresh_token"]).category is ErrorCategory.VENDOR_UNAVAILABLE
    grant.refresh(world.credentials["refresh_token"])
