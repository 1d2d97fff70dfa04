"""The contract of LinkStore: links are reserved, completed and found."""

from dataclasses import replace

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.link import LinkState
from tests.builders import hubspot, quickbooks
from tests.contract.stores.backends import Backend
from tests.contract.stores.values import CONNECTION, complete, made, native, reservation


def test_a_reservation_is_found_by_its_source(backend: Backend) -> None:
    link = reservation(native(1))

    assert backend.links.reserve([link]) == [replace(link, revision=1)]
    assert backend.links.find(CONNECTION, [native(1), native(2)]) == {native(1): (replace(link, revision=1),)}


def test_a_complete_link_is_found_by_both_records(backend: Backend) -> None:
    (reserved,) = backend.links.reserve([reservation(native(1))])
    assert reserved

    (linked,) = backend.links.complete([complete(reserved, made(1))])

    assert linked == replace(complete(reserved, made(1)), revision=2)
    assert backend.links.find(CONNECTION, [made(1), native(1)]) == {native(1): (linked,), made(1): (linked,)}


def test_a_link_may_be_complete_from_the_start(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])

    assert linked
    assert backend.links.find(CONNECTION, [made(1)]) == {made(1): (linked,)}


def test_a_taken_record_is_not_taken_again_and_its_neighbours_do_not_suffer(backend: Backend) -> None:
    (first,) = backend.links.reserve([complete(reservation(native(2)), made(2))])
    wanted = [
        reservation(native(1)),
        reservation(native(2)),  # its source is taken
        complete(reservation(native(3)), made(2)),  # its counterpart is taken
        complete(reservation(native(4)), made(4)),
    ]

    one, two, three, four = backend.links.reserve(wanted)

    assert (two, three) == (None, None)
    refs = [native(number) for number in range(1, 5)]
    assert backend.links.find(CONNECTION, refs) == {native(1): (one,), native(2): (first,), native(4): (four,)}


def test_of_two_in_one_call_the_first_gets_the_record(backend: Backend) -> None:
    links = [complete(reservation(native(number)), made(1)) for number in (1, 2)]

    first, second = backend.links.reserve(links)

    assert first == replace(links[0], revision=1)
    assert second is None


def test_a_counterpart_may_also_be_the_source(backend: Backend) -> None:
    payment, mirrored = quickbooks(EntityKind.PAYMENT, "7", "101"), hubspot(EntityKind.PAYMENT, "55")

    (link,) = backend.links.reserve([complete(reservation(payment), mirrored)])

    assert link
    assert backend.links.find(CONNECTION, [mirrored, payment]) == {mirrored: (link,), payment: (link,)}


def test_a_ref_without_part_finds_all_parts(backend: Backend) -> None:
    parts = [quickbooks(EntityKind.PAYMENT, "7", invoice) for invoice in ("101", "102", "103")]
    other = quickbooks(EntityKind.PAYMENT, "77", "101")
    mirrored = hubspot(EntityKind.PAYMENT, "55")
    from_quickbooks = [reservation(part) for part in (*parts[:2], other)]

    *stored, _, from_hubspot = backend.links.reserve([*from_quickbooks, complete(reservation(mirrored), parts[2])])

    whole = quickbooks(EntityKind.PAYMENT, "7")
    assert backend.links.find(CONNECTION, [whole]) == {whole: (*stored, from_hubspot)}
    assert backend.links.find(CONNECTION, [parts[0]]) == {parts[0]: (stored[0],)}
    assert backend.links.find(CONNECTION, [quickbooks(EntityKind.PAYMENT, "8")]) == {}


def test_a_stale_revision_is_not_saved(backend: Backend) -> None:
    (reserved,) = backend.links.reserve([reservation(native(1))])
    assert reserved
    (current,) = backend.links.save([replace(reserved, shown="x")])

    assert backend.links.save([replace(reserved, shown="y")]) == [None]
    assert backend.links.find(CONNECTION, [native(1)]) == {native(1): (current,)}


def test_a_link_that_was_never_reserved_is_not_saved(backend: Backend) -> None:
    assert backend.links.save([replace(reservation(native(1)), revision=1)]) == [None]
    assert backend.links.find(CONNECTION, [native(1)]) == {}


def test_completing_with_a_taken_record_fails_alone(backend: Backend) -> None:
    one, two = backend.links.reserve([reservation(native(1)), reservation(native(2))])
    backend.links.reserve([complete(reservation(native(3)), made(1))])
    assert one
    assert two

    refused, completed = backend.links.complete([complete(one, made(1)), complete(two, made(2))])

    assert refused is None
    assert completed
    assert backend.links.find(CONNECTION, [native(1), native(2)]) == {native(1): (one,), native(2): (completed,)}


def test_the_same_link_twice_in_one_call_is_saved_once(backend: Backend) -> None:
    (reserved,) = backend.links.reserve([reservation(native(1))])
    assert reserved

    first, second = backend.links.save([replace(reserved, shown="x"), replace(reserved, shown="y")])

    assert first == replace(reserved, shown="x", revision=2)
    assert second is None


def test_a_closed_link_keeps_its_records(backend: Backend) -> None:
    (linked,) = backend.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked

    (closed,) = backend.links.save([replace(linked, state=LinkState.CLOSED)])

    assert backend.links.reserve([reservation(native(1)), complete(reservation(native(2)), made(1))]) == [None, None]
    assert backend.links.find(CONNECTION, [made(1)]) == {made(1): (closed,)}


def test_connections_do_not_see_one_another(backend: Backend) -> None:
    (mine,) = backend.links.reserve([reservation(native(1))])
    (theirs,) = backend.links.reserve([reservation(native(1), connection_id="other")])

    assert theirs
    assert backend.links.find(CONNECTION, [native(1)]) == {native(1): (mine,)}
    assert backend.links.find("other", [native(1)]) == {native(1): (theirs,)}


def test_any_number_of_links(backend: Backend) -> None:
    numbers = range(backend.many)

    reserved = backend.links.reserve([reservation(native(number)) for number in numbers])
    linked = backend.links.complete([complete(link, made(number)) for number, link in enumerate(reserved) if link])

    found = backend.links.find(CONNECTION, [made(number) for number in numbers])
    assert None not in linked
    assert found == {made(number): (linked[number],) for number in numbers}
    assert backend.links.find(CONNECTION, []) == {}
