"""Account details and the tax rate library.

https://developers.hubspot.com/docs/api-reference/account-account-info-v3/guide; the tax rates can only be read by API.
"""

from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.wrappers import Response

from infra.sandbox.hubspot import instants
from infra.sandbox.hubspot.associations_api import page_of
from infra.sandbox.hubspot.backend import ApiCall
from infra.sandbox.hubspot.errors import record_not_found
from infra.sandbox.hubspot.portal import TaxRate
from infra.sandbox.hubspot.routing import Access, Route, aliases
from infra.sandbox.kernel.control import json_response


def _details(call: ApiCall) -> Response:
    account = call.portal.account
    offset = call.portal.now().astimezone(ZoneInfo(account.time_zone)).strftime("%z")
    seconds = (int(offset[1:3]) * 3600 + int(offset[3:5]) * 60) * (-1 if offset.startswith("-") else 1)
    return json_response(
        {
            "portalId": account.portal_id,
            "accountType": "STANDARD",
            "timeZone": account.time_zone,
            "companyCurrency": account.company_currency,
            "additionalCurrencies": list(account.additional_currencies),
            "utcOffset": f"{offset[:3]}:{offset[3:5]}",
            "utcOffsetMilliseconds": seconds * 1000,
            "uiDomain": "app.hubspot.com",
            "dataHostingLocation": "na1",
        }
    )


def _shown(rate: TaxRate) -> dict[str, Any]:
    return {
        "id": rate.id,
        "name": rate.name,
        "percentageRate": rate.percentage,
        "label": rate.label,
        "active": rate.active,
        "createdAt": instants.text(rate.created_at),
        "updatedAt": instants.text(rate.updated_at),
    }


def _tax_rates(call: ApiCall) -> Response:
    rates = call.portal.account.tax_rates
    if "active" in call.request.args:
        rates = [rate for rate in rates if rate.active == call.flag("active")]
    after, limit = call.request.args.get("after"), call.number("limit", 100, 100)
    return json_response(page_of([_shown(rate) for rate in rates], after, limit))


def _tax_rate(call: ApiCall, rate_id: str) -> Response:
    for rate in call.portal.account.tax_rates:
        if rate.id == rate_id:
            return json_response(_shown(rate))
    raise record_not_found(rate_id)


ROUTES = (
    Route("GET", aliases("/account-info/v3", "/account-info/{version}", "/details"), _details, Access.ANY),
    Route("GET", aliases("/tax-rates/v1", "/tax-rates/{version}", "/tax-rates"), _tax_rates, Access.TAX_RATES),
    Route("GET", aliases("/tax-rates/v1", "/tax-rates/{version}", "/tax-rates/<rate_id>"), _tax_rate, Access.TAX_RATES),
)
