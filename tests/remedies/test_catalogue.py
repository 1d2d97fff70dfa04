"""Every error of the catalogue has a story in which its remedy works, or a reason why it has none."""

import re

from counterfoil.domain.errors import ErrorCategory
from tests.remedies import (
    test_choices,
    test_company,
    test_documents,
    test_handed_over,
    test_left_out,
    test_one_payment_twice,
    test_parties,
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
    test_parties,
    test_payments,
    test_payments_in_hubspot,
    test_sub_customers,
)
PASSES_BY_ITSELF = "nothing needs doing, and nothing could be done"
WITHOUT_STORY: dict[ErrorCategory, str] = {
    ErrorCategory.IN_OTHER_HANDS: PASSES_BY_ITSELF,
    ErrorCategory.WAITS_FOR_INVOICE: PASSES_BY_ITSELF,
    ErrorCategory.WAITS_FOR_SEARCH: PASSES_BY_ITSELF,
    ErrorCategory.READ_AGAIN: PASSES_BY_ITSELF,
}


def test_no_remedy_is_forgotten() -> None:
    names = [name for module in STORIES for name in vars(module)]
    told = {ErrorCategory(found[1].upper()) for name in names if (found := re.match(r"test_([ew]\d+)_", name))}
    assert told.isdisjoint(WITHOUT_STORY)
    assert told | set(WITHOUT_STORY) == set(ErrorCategory)
