"""What the company's settings let no invoice be is known before anything else of it is."""

from dataclasses import replace

import pytest

from counterfoil.adapters.quickbooks.mapping.invoice import check_bookable
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import ErrorCategory, VendorError
from tests.unit.quickbooks.mapping.test_invoice import COMPANY, sendable


@pytest.mark.parametrize(
    ("company", "category"),
    [
        (replace(COMPANY, country="CA"), ErrorCategory.TAX_REQUIRED),
        (replace(COMPANY, home_currency="JPY", multicurrency=False), ErrorCategory.CURRENCY_MISMATCH),
    ],
)
def test_what_no_invoice_can_be_is_known_whoever_it_is_for(company: CompanyProfile, category: ErrorCategory) -> None:
    check_bookable(sendable(), COMPANY)
    with pytest.raises(VendorError) as refused:
        check_bookable(replace(sendable(), customer=None), company)
    assert refused.value.failure.category is category
