"""What people were told is looked through for ids of ours."""

from tests.simulation.stream import ids_people_read


def test_an_id_is_found_wherever_people_read_it_but_among_the_details_for_support() -> None:
    text = "E14 Deleted\n- Payment\n  The hubspot:payment:301 was deleted.\n  Details: hubspot:payment:301"
    found = ids_people_read([], [("Counterfoil: quickbooks:invoice:9 needs you", text)])
    assert list(found) == [
        "people read an id:   The hubspot:payment:301 was deleted.",
        "people read an id: Counterfoil: quickbooks:invoice:9 needs you",
    ]
