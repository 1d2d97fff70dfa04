"""The limits of a rule in the console: conditions added and removed without a script, and what is wrong told beside them."""

from collections.abc import Mapping
from typing import Any

import pytest

from counterfoil.domain.identity import System
from counterfoil.domain.rules import Holder
from tests.unit.console.house import Browser, House
from tests.unit.console.setting_up import drafted, sent, spoken, standing

pytestmark = pytest.mark.usefixtures("connection_id")


@pytest.mark.feature("L1")
def test_conditions_are_added_one_by_one_without_a_script(dana: Browser, house: House) -> None:
    begun = sent(dana, house, "limits", {"do": "add-group"})
    assert begun.status == 200
    assert all(one in begun.text for one in ('value="company.country"', 'value="self.branch"', "Company"))
    picked = sent(dana, house, "limits", {"do": "show", "g0.pick": "self.branch"})
    assert "Invoice: Branch" in picked.text
    assert "North branch" in picked.text

    clause = {"g0c0.field": "self.branch", "g0c0.type": "enumeration", "g0c0.operator": "is_any_of"}
    shown = sent(dana, house, "limits", {**clause, "g0c0.value": ["n", "s"], "do": "show"})
    assert shown.text.count('class="chip"') == 2
    fewer = sent(dana, house, "limits", {**clause, "g0c0.value": ["n", "s"], "do": "remove-value:g0c0:0"})
    assert fewer.text.count('class="chip"') == 1
    more = sent(dana, house, "limits", {**clause, "g0c0.value": ["n", ""], "do": "add-condition:0"})
    assert 'name="g0.pick"' in more.text
    assert standing(house).draft is None

    country = {"g0c1.field": "company.country", "g0c1.type": "text", "g0c1.operator": "is_not", "g0c1.value": "US"}
    amount = {"g1c0.field": "self.amount", "g1c0.type": "number", "g1c0.operator": "between", "g1c0.value": ["1", "5"]}
    sent(dana, house, "limits", {**clause, "g0c0.value": ["n", ""], **country, **amount})

    first, second = drafted(house).filter_of(System.HUBSPOT).groups
    assert [(one.on, one.field, one.operator, one.values) for one in first.clauses] == [
        ("self", "branch", "is_any_of", ("n",)),
        ("company", "country", "is_not", ("US",)),
    ]
    assert second.clauses[0].values == ("1", "5")
    removed = sent(dana, house, "limits", {**clause, "g0c0.value": "n", **country, "do": "remove-condition:g0c0"})
    assert "Company: Country" in removed.text
    assert "Invoice: Branch" not in removed.text


@pytest.mark.feature("L1", "L4")
def test_the_limits_of_either_way_are_kept_apart(dana: Browser, house: House) -> None:
    sent(dana, house, "direction", {"direction": "both"})
    clause = {"g0c0.field": "self.TxnDate", "g0c0.type": "date", "g0c0.operator": "after", "g0c0.value": "2026-01-31"}
    answer = sent(dana, house, "limits", clause, query="&source=quickbooks")
    assert "source=quickbooks" in answer.location
    assert drafted(house).filters.keys() == {System.QUICKBOOKS}
    page = dana.get(answer.location)
    assert "Invoice: Transaction date" in page.text
    assert "They cannot be removed." not in page.text


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        (
            {"field": "self.amount", "type": "number", "operator": "between", "value": ["5", "1"]},
            "is greater than the second",
        ),
        ({"field": "self.amount", "type": "number", "operator": "greater", "value": "=1+1"}, '"=1+1" is not a number'),
        ({"field": "self.amount", "type": "number", "operator": "between", "value": ["7"]}, "exactly this many values: 2"),
        ({"field": "self.branch", "type": "enumeration", "operator": "is", "value": "w"}, "Branch cannot be w"),
        ({"field": "self.gone", "type": "text", "operator": "is", "value": "x"}, "HubSpot has no gone in use"),
        ({"field": "self.branch", "type": "text", "operator": "contains", "value": "x"}, "name that type"),
        ({"field": "nobody.branch", "type": "text", "operator": "is", "value": "x"}, "must be one of"),
        ({"field": "self.amount", "type": "number", "operator": "burn", "value": "1"}, "must be one of"),
        ({"field": "self.po_number", "type": "text", "operator": "is", "value": "<script>" * 9}, ""),
    ],
)
def test_a_wrong_condition_is_told_beside_it_with_what_was_typed(
    *, dana: Browser, house: House, clause: Mapping[str, Any], told: str
) -> None:
    form = {f"g0c0.{name}": value for name, value in clause.items()}
    answer = sent(dana, house, "limits", form)
    if not told:
        assert answer.status == 303
        assert "<script><script>" not in dana.get(answer.location).text
        return
    assert answer.status == 422
    assert told in spoken(answer)
    assert 'id="g0c0-fault"' in answer.text
    values = clause["value"] if isinstance(clause["value"], list) else [clause["value"]]
    assert all(f'value="{value}"' in answer.text for value in values)
    assert standing(house).draft is None


BRANCH = {"g0c0.field": "self.branch", "g0c0.type": "enumeration", "g0c0.operator": "is_any_of", "g0c0.value": ["n"]}
COUNTRY = {"g1c0.field": "company.country", "g1c0.type": "text", "g1c0.operator": "is", "g1c0.value": "US"}


@pytest.mark.feature("L1")
def test_records_are_counted_when_somebody_asks_and_only_then(dana: Browser, house: House) -> None:
    sent(dana, house, "limits", {"do": "add-group"})
    sent(dana, house, "limits", {**BRANCH, "do": "show"})
    assert house.counter.asked == []
    page = sent(dana, house, "limits", {**BRANCH, "do": "count"})
    assert page.status == 200
    assert "1,104 of 1,204" in spoken(page)
    assert "at most" not in spoken(page)
    assert len(house.counter.asked) == 2
    assert standing(house).draft is None


@pytest.mark.feature("L1")
def test_what_a_vendor_cannot_be_asked_is_counted_as_at_most(dana: Browser, house: House) -> None:
    page = spoken(sent(dana, house, "limits", {**BRANCH, **COUNTRY, "do": "count"}))
    assert "at most 1,004 of 1,204" in page
    assert "The preview is exact." in page
    assert len(house.counter.asked) == 4
    wrong = sent(dana, house, "limits", {**BRANCH, "g0c0.value": ["w"], "do": "count"})
    assert wrong.status == 422
    assert len(house.counter.asked) == 4


def test_what_hubspot_does_not_let_be_seen_is_said_with_what_to_do_and_the_rest_is_offered(
    dana: Browser, house: House, connection_id: str
) -> None:
    house.properties.closed = frozenset({Holder.DEAL, Holder.COMPANY})
    page = sent(dana, house, "limits", {"do": "add-group"})
    assert "HubSpot does not let Counterfoil see all properties" in spoken(page)
    assert f'href="/c/{connection_id}/connection"' in page.text
    assert 'value="self.branch"' in page.text
    assert "company.country" not in page.text

    clause = {"g0c0.field": "company.country", "g0c0.type": "text", "g0c0.operator": "is_not", "g0c0.value": "US"}
    refused = sent(dana, house, "limits", clause)
    assert refused.status == 409
    assert "allow all that it asks" in spoken(refused)
