"""What is known of a company, from what QuickBooks tells of it."""

from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.quickbooks.profile import company_profile
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, VendorError
from tests.unit.quickbooks.support import Answers, http

NO_LISTS: Mapping[str, list[dict[str, Any]]] = {"Class": [], "Department": []}


def profile_of(**answers: list[dict[str, Any]]) -> VendorHttp:
    responses = [{"QueryResponse": {name: rows}} for name, rows in answers.items()]
    told = {"BatchItemResponse": [{"bId": f"b{n}", **each} for n, each in enumerate(responses)]}
    return http(Answers(lambda _: httpx2.Response(200, json=told)))


def test_a_company_that_tells_next_to_nothing() -> None:
    account = {"Id": "5", "Name": "Fees"}
    asked = profile_of(CompanyInfo=[], Preferences=[], Term=[{"Id": "1"}], PaymentMethod=[], Account=[account], **NO_LISTS)
    lists = {"ClassRef": {}, "DepartmentRef": {}, "SalesTermRef": {}, "IncomeAccountRef": {"Fees": "5"}}
    expected = CompanyProfile(income_account_id="5", lists=lists)
    assert company_profile(asked, "9130") == expected


def test_a_country_in_three_letters_is_at_home() -> None:
    asked = profile_of(CompanyInfo=[{"Country": "USA"}], Preferences=[], Term=[], PaymentMethod=[], Account=[], **NO_LISTS)
    with pytest.raises(VendorError) as raised:
        company_profile(asked, "9130")
    assert raised.value.failure.text == "The company has no active income account."


def test_an_unanswered_question_about_the_company_is_raised() -> None:
    with pytest.raises(VendorError) as raised:
        company_profile(profile_of(CompanyInfo=[{}]), "9130")
    assert raised.value.failure.cure is Cure.LOOKING
