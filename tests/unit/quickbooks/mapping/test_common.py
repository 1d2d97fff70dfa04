"""Names in QuickBooks' terms."""

from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.quickbooks.mapping.common import plain_name


@given(st.text())
def test_a_plain_name_has_nothing_forbidden_and_stays_as_it_is(text: str) -> None:
    name = plain_name(text)
    assert not set(name) & set(":\t\r\n")
    assert plain_name(name) == name
