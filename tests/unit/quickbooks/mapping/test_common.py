"""Names in QuickBooks' terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.quickbooks.mapping.common import key_of, plain_name
from counterfoil.domain.blockers import DEPOSITS, PREFERENCES, entry


@given(st.text())
def test_a_plain_name_has_nothing_forbidden_and_stays_as_it_is(text: str) -> None:
    name = plain_name(text)
    assert not set(name) & set(":\t\r\n")
    assert plain_name(name) == name


@pytest.mark.parametrize(
    ("entity", "key"),
    [
        ("Preferences", PREFERENCES),
        ("Account", entry("account", "79")),
        ("Vendor", entry("vendor", "79")),
        ("CreditMemo", entry("numbered", "79")),
        ("Deposit", DEPOSITS),
    ],
)
def test_what_is_beside_the_records_has_keys(entity: str, key: str) -> None:
    assert key_of(entity, "79") == key
