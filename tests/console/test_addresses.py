"""The addresses of the pages."""

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil_console import addresses


def test_what_a_person_typed_stays_inside_its_part_of_the_address() -> None:
    assert addresses.records("a/b", q="INV-1&x=y#z") == "/c/a%2Fb/records?q=INV-1%26x%3Dy%23z"
    assert addresses.help_about("../x") == "/help/..%2Fx"
    assert addresses.person("a b/c", "remove") == "/people/a%20b%2Fc/remove"


def test_a_record_is_addressed_by_its_ref() -> None:
    ref = RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, "7", "12")

    assert addresses.record("north", ref, "retry") == "/c/north/records/quickbooks:payment:7:12/retry"


def test_what_is_not_filtered_is_not_named() -> None:
    assert addresses.records("north", kind="invoice", status="", q=None) == "/c/north/records?kind=invoice"
    assert addresses.connection("north") == "/c/north"
