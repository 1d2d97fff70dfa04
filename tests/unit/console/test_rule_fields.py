"""The fields of a rule in the console: switched, and mapped by people themselves."""

from html import unescape

import pytest

from tests.unit.console.house import Browser, House
from tests.unit.console.setting_up import drafted, sent, spoken, standing

pytestmark = pytest.mark.usefixtures("connection_id")


@pytest.mark.feature("F1")
def test_a_field_is_switched_off(dana: Browser, house: House) -> None:
    on = [one.id for one in standing(house).current.rule.mappings if one.id != "memo"]
    sent(dana, house, "fields", {"on": on})
    assert drafted(house).left_out == {"memo"}


@pytest.mark.feature("F2", "F3")
def test_a_mapping_of_ones_own_is_added_edited_and_removed(dana: Browser, house: House, connection_id: str) -> None:
    on = [one.id for one in standing(house).current.rule.mappings]
    begun = sent(dana, house, "fields", {"on": on, "do": "begin"})
    assert all(one in begun.text for one in ('value="po_number"', 'value="CustomField.1"', "Crew #"))

    typed = {"hubspot": "branch", "quickbooks": "ClassRef.name", "way": "hubspot_to_quickbooks", "editing": ""}
    refused = sent(dana, house, "fields", {"on": on, **typed, "do": "add"})
    assert refused.status == 422
    assert "say in choices what each option stands for" in spoken(refused)
    assert '<option value="branch" selected>' in refused.text

    choices = "North branch = Stores\nSouth branch = Web"
    sent(dana, house, "fields", {"on": on, **typed, "choices": choices, "do": "add"})
    (own,) = drafted(house).own_mappings
    assert (own.id, own.hubspot, own.quickbooks, own.choices) == (
        "Branch",
        "branch",
        "ClassRef.name",
        {"n": "Stores", "s": "Web"},
    )

    edited = sent(dana, house, "fields", {"on": [*on, "Branch"], "do": "edit:Branch"})
    assert choices in unescape(edited.text)
    changed = {**typed, "editing": "Branch", "choices": "n = Web\ns = Stores", "do": "add"}
    sent(dana, house, "fields", {"on": [*on, "Branch"], **changed})
    (own,) = drafted(house).own_mappings
    assert own.choices == {"n": "Web", "s": "Stores"}

    fixed = {"constant": "Counterfoil", "quickbooks": "CustomField.1", "way": "hubspot_to_quickbooks", "do": "add"}
    sent(dana, house, "fields", {"on": [*on, "Branch"], **fixed})
    assert {one.id for one in drafted(house).own_mappings} == {"Branch", "Crew #"}
    assert "always" in spoken(dana.get(f"/c/{connection_id}/rules/invoice?step=fields"))
    sent(dana, house, "fields", {"on": [*on, "Branch", "Crew #"], "do": "remove:Branch"})
    assert [one.id for one in drafted(house).own_mappings] == ["Crew #"]
