"""What the tests of setting up a rule have in common: a connection whose accounts have a few fields, and its forms."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Any

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import FieldType, Holder, SyncRule
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.engine.rules.standing import RuleStanding
from tests.builders import a_connection
from tests.unit.console.house import Answered, Browser, House

CUSTOMER, PRODUCT, INVOICE = EntityKind.CUSTOMER, EntityKind.PRODUCT, EntityKind.INVOICE


CUSTOMER, PRODUCT, INVOICE = EntityKind.CUSTOMER, EntityKind.PRODUCT, EntityKind.INVOICE


def prepared(house: House) -> str:
    """A connection's id."""
    company = replace(
        a_connection().company,
        custom_fields={"1": "Crew #"},
        lists={"ClassRef": {"Stores": "1", "Web": "2"}, "IncomeAccountRef": {"Sales": "1", "Services": "79"}},
    )
    po = VendorField(name="po_number", label="PO number")
    branch = VendorField(
        name="branch", label="Branch", type=FieldType.ENUMERATION, options={"n": "North branch", "s": "South branch"}
    )
    amount = VendorField(name="amount", label="Total", type=FieldType.NUMBER)
    house.properties.have(INVOICE, Holder.SELF, po, branch, amount)
    house.properties.have(INVOICE, Holder.COMPANY, VendorField(name="country", label="Country"))
    return house.connections.save(a_connection(company=company)).id


def standing(house: House, kind: EntityKind = INVOICE) -> RuleStanding:
    (connection,) = house.connections.every()
    return house.console.rules.standing(connection.id, kind)


def drafted(house: House, kind: EntityKind = INVOICE) -> SyncRule:
    draft = standing(house, kind).draft
    assert draft is not None
    return draft.rule


def sent(
    browser: Browser, house: House, step: str, form: Mapping[str, Any], *, kind: EntityKind = INVOICE, query: str = ""
) -> Answered:
    """A step's form, as the page that was just opened has it, with these fields."""
    here = f"/c/{standing(house, kind).connection.id}/rules/{kind}"
    return browser.post(f"{here}/draft?step={step}{query}", {"over": standing(house, kind).newest, **form})


def spoken(page: Answered) -> str:
    """The words of a page, without its elements."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.text)).split())


def inner_of(html: str, of: str) -> str:
    """What is within the `div` of this id, that between its ends."""
    here = re.split(rf'<div [^>]*id="{of}"[^>]*>', html)[1]
    depth = 1
    for tag in re.finditer(r"<(/?)div\b", here):
        depth += -1 if tag[1] else 1
        if not depth:
            return here[: tag.start()]
    return here
