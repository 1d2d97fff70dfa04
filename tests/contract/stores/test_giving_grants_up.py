"""How permissions end, on every AWS there is: moved elsewhere, given up, ended by the vendor."""

from datetime import timedelta

import pytest

from counterfoil.adapters.aws.stored_tokens import DynamoGrantStates
from counterfoil.adapters.aws.vault import LEASE
from counterfoil.domain.errors import ErrorCategory, VendorError
from counterfoil.domain.grants import GrantState
from counterfoil.domain.identity import System
from tests.contract.stores.workers import Workers, category


def test_a_moved_grant_is_the_rotated_one_and_lives_on_elsewhere(connected: Workers) -> None:
    candidate, connection = connected.vault("a"), connected.vault("b")
    assert candidate.current() == "access-1"

    candidate.move_to(connection)

    assert connection.current() == "access-2"
    assert connected.item.read() is None
    assert category(candidate) is ErrorCategory.NEEDS_RECONNECT


def test_a_dead_grant_cannot_be_moved(workers: Workers) -> None:
    with pytest.raises(VendorError, match="E12"):
        workers.vault("a").move_to(workers.vault("b"))


def test_erased_tokens_are_gone(connected: Workers) -> None:
    vault = connected.vault()
    vault.current()

    vault.erase()

    assert connected.item.read() is None
    assert category(vault) is ErrorCategory.NEEDS_RECONNECT


def test_a_grant_is_given_up_at_the_vendor_and_forgotten(connected: Workers) -> None:
    vault = connected.vault()
    vault.current()

    assert vault.revoke()
    vault.erase()
    assert connected.grant.revoked == ["refresh-1"]
    assert category(connected.vault()) is ErrorCategory.NEEDS_RECONNECT
    assert connected.vault().revoke()
    assert connected.grant.revoked == ["refresh-1"]


def test_a_vendor_that_does_not_answer_at_once_is_told_again(connected: Workers) -> None:
    connected.grant.deaf = 2
    assert connected.vault().revoke()
    assert connected.grant.revoked == ["refresh-0"]


def test_a_vendor_that_never_answers_is_not_told_and_the_grant_stays(connected: Workers) -> None:
    connected.grant.deaf = 100
    with pytest.raises(VendorError):
        connected.vault().revoke()
    assert connected.vault().current() == "access-1"


def test_the_token_that_lives_is_given_up_while_somebody_renews(connected: Workers) -> None:
    """The vendor hears of the new token, not of the old one that it does not know any more."""
    told: list[bool] = []

    def give_up() -> None:
        connected.grant.before_answer = lambda: None
        connected.clock.advance(LEASE + timedelta(seconds=1))
        told.append(connected.vault().revoke())

    connected.grant.before_answer = give_up
    connected.vault().current()
    assert told == [True]
    connected.vault().revoke()
    assert connected.grant.revoked[-1] == "refresh-1"


def test_a_static_token_can_be_ended_by_a_person_only(workers: Workers) -> None:
    workers.vault().store_static("pat-1")
    assert not workers.vault().revoke()


def test_a_permission_that_the_vendor_calls_ended_is_dead(connected: Workers) -> None:
    vault = connected.vault()
    vault.ended(vault.current())
    assert category(connected.vault()) is ErrorCategory.NEEDS_RECONNECT


def test_what_is_said_of_an_older_token_kills_no_newer_one(connected: Workers) -> None:
    vault = connected.vault()
    older = vault.current()
    vault.rejected(older)
    assert vault.current() == "access-2"
    vault.ended(older)
    assert connected.vault().current() == "access-2"


def test_each_grant_says_how_it_stands(connected: Workers) -> None:
    states = DynamoGrantStates(connected.ground.table)
    assert states.states("a") == {System.HUBSPOT: GrantState.NONE, System.QUICKBOOKS: GrantState.WORKS}
    connected.vault().ended(connected.vault().current())
    assert states.states("a") == {System.HUBSPOT: GrantState.NONE, System.QUICKBOOKS: GrantState.DEAD}
