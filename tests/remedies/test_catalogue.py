"""Every error of the catalogue has a story in which its remedy works."""

import re

from counterfoil.domain.errors import ErrorCategory
from tests.remedies import (
    test_choices,
    test_company,
    test_documents,
    test_handed_over,
    test_left_out,
    test_one_payment_twice,
    test_other_ways,
    test_parties,
    test_passing_states,
    test_payments,
    test_payments_in_hubspot,
    test_sub_customers,
)

STORIES = (
    test_choices,
    test_company,
    test_documents,
    test_handed_over,
    test_left_out,
    test_one_payment_twice,
    test_other_ways,
    test_parties,
    test_passing_states,
    test_payments,
    test_payments_in_hubspot,
    test_sub_customers,
)


def test_no_remedy_is_forgotten() -> None:
    """Those of what passes by itself say that nothing needs doing, and that is followed as well."""
    names = [name for module in STORIES for name in vars(module)]
    told = {ErrorCategory(found[1].upper()) for name in names if (found := re.match(r"test_([ew]\d+)_", name))}
    assert told == set(ErrorCategory)
