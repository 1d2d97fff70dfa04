"""The contract of LinkStore: links move to other records, are handed over and freed."""

from dataclasses import replace

from counterfoil.domain.identity import System
from counterfoil.domain.link import LinkState
from tests.contract.stores.backends import Backend
from tests.contract.stores.values import CONNECTION, complete, made, native, reservation


def test_a_link_moves_to_another_source_and_is_found_by_all_three(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked

    moved = backend.links.move(linked, native(2))

    assert moved == replace(linked, refs={**linked.refs, System.HUBSPOT: native(2)}, revision=2)
    refs = [native(1), native(2), made(1)]
    assert backend.links.find(CONNECTION, refs) == dict.fromkeys(refs, (moved,))


def test_a_link_may_move_on_and_be_saved_where_it_is(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked
    moved = backend.links.move(linked, native(2))
    assert moved
    again = backend.links.move(moved, native(3))
    assert again

    (saved,) = backend.links.save([replace(again, shown="x")])

    refs = [native(1), native(2), native(3), made(1)]
    assert backend.links.find(CONNECTION, refs) == dict.fromkeys(refs, (saved,))


def test_a_moved_link_still_holds_where_it_was(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked
    moved = backend.links.move(linked, native(2))

    wanted = [reservation(native(1)), reservation(native(2)), complete(reservation(native(3)), made(1))]
    assert backend.links.reserve(wanted) == [None, None, None]
    assert backend.links.save([replace(linked, shown="x")]) == [None]
    assert backend.links.find(CONNECTION, [native(1)]) == {native(1): (moved,)}


def test_a_link_moves_to_another_counterpart(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked

    moved = backend.links.move(linked, made(2))

    assert moved
    assert moved.ref(System.QUICKBOOKS) == made(2)
    refs = [native(1), made(1), made(2)]
    assert backend.links.find(CONNECTION, refs) == dict.fromkeys(refs, (moved,))
    back = backend.links.move(moved, made(1))
    assert backend.links.find(CONNECTION, refs) == dict.fromkeys(refs, (back,))


def test_with_its_source_moves_what_else_points_to_a_link(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked
    elsewhere = backend.links.move(linked, made(2))
    assert elsewhere

    moved = backend.links.move(elsewhere, native(2))

    assert moved
    refs = [native(1), native(2), made(1), made(2)]
    assert backend.links.find(CONNECTION, refs) == dict.fromkeys(refs, (moved,))


def test_a_link_that_is_handed_over_leaves_its_record_free(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked

    after = backend.links.hand_over(linked, native(2))

    assert after == replace(linked, refs={**linked.refs, System.HUBSPOT: native(2)}, revision=2)
    refs = [native(1), native(2), made(1)]
    assert backend.links.find(CONNECTION, refs) == {native(2): (after,), made(1): (after,)}
    (own,) = backend.links.reserve([complete(reservation(native(1)), made(2))])
    assert own
    assert backend.links.find(CONNECTION, [native(1)]) == {native(1): (own,)}


def test_a_link_is_handed_over_and_back(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked
    there = backend.links.hand_over(linked, native(2))
    assert there
    back = backend.links.hand_over(there, native(1))
    assert back
    assert backend.links.find(CONNECTION, [native(1), native(2), made(1)]) == {native(1): (back,), made(1): (back,)}
    assert backend.links.save([replace(back, shown="x")]) != [None]


def test_a_counterpart_that_is_handed_on_is_free(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked
    after = backend.links.hand_over(linked, made(2))
    assert backend.links.find(CONNECTION, [native(1), made(1), made(2)]) == {native(1): (after,), made(2): (after,)}
    assert backend.links.reserve([complete(reservation(native(2)), made(1))]) != [None]


def test_a_stale_link_is_not_handed_over_nor_one_to_a_taken_record(backend: Backend) -> None:
    one, _ = backend.links.reserve([complete(reservation(native(1)), made(1)), complete(reservation(native(2)), made(2))])
    assert one
    assert backend.links.hand_over(one, native(2)) is None
    assert backend.links.hand_over(one, made(2)) is None
    backend.links.save([replace(one, shown="x")])
    assert backend.links.hand_over(one, native(3)) is None
    assert backend.links.hand_over(one, made(3)) is None


def test_a_link_does_not_move_to_a_taken_record(backend: Backend) -> None:
    one, two = backend.links.reserve([complete(reservation(native(number)), made(number)) for number in (1, 2)])
    assert one

    assert backend.links.move(one, native(2)) is None
    assert backend.links.move(one, made(2)) is None
    assert backend.links.find(CONNECTION, [native(1), native(2)]) == {native(1): (one,), native(2): (two,)}


def test_a_stale_link_does_not_move(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked
    (current,) = backend.links.save([replace(linked, shown="x")])

    assert backend.links.move(linked, native(2)) is None
    assert backend.links.move(linked, made(2)) is None
    assert backend.links.find(CONNECTION, [native(1), native(2), made(2)]) == {native(1): (current,)}


def test_a_freed_counterpart_may_be_taken_by_another(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked

    assert backend.links.free(linked, made(1))

    (alone,) = backend.links.find(CONNECTION, [native(1), made(1)])[native(1)]
    assert alone == replace(linked.alone(), revision=2)
    assert (alone.state, set(alone.refs), alone.key) == (LinkState.RESERVED, {System.HUBSPOT}, "")
    assert backend.links.reserve([complete(reservation(native(2)), made(1))])[0]
    assert backend.links.reserve([reservation(native(1))]) == [None]


def test_without_its_source_nothing_is_left_of_a_link(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked

    assert backend.links.free(linked, native(1))

    assert backend.links.find(CONNECTION, [native(1), made(1)]) == {}
    assert all(backend.links.reserve([reservation(native(1)), complete(reservation(native(2)), made(1))]))


def test_nothing_is_freed_of_a_link_that_was_changed_meanwhile(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked
    (changed,) = backend.links.save([linked])

    assert not backend.links.free(linked, made(1))
    assert not backend.links.free(linked, native(1))
    assert backend.links.find(CONNECTION, [made(1)]) == {made(1): (changed,)}


def test_a_record_that_pointed_to_a_link_which_is_no_more_has_none(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked
    moved = backend.links.move(linked, native(2))
    assert moved

    assert backend.links.free(moved, native(2))

    assert backend.links.find(CONNECTION, [native(1), native(2), made(1)]) == {}
