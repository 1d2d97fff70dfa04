"""The identity of a customer: what it is called in all its fields stays or moves as a whole, never mixed of two.

A customer that was found by its address may be called after somebody else: the contact's firm, or a colleague in accounts.
"""

from collections.abc import Set as AbstractSet

from counterfoil.domain.identity import System
from counterfoil.domain.kinds import identifying
from counterfoil.domain.link import Link
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.record import Fields

_PERSON = ("given_name", "family_name")
_FIRM = ("company_name", "display_name")


def is_anothers(link: Link) -> bool:
    """Whether the two sides agreed to be called after different people or firms. What only one side says means nothing."""
    person, firm = _compared(link, _PERSON), _compared(link, _FIRM)
    if person:
        return not all(person)
    return bool(firm) and not any(firm)


def is_person(fields: Fields) -> bool:
    """Whether a customer is called after a person, not after a firm."""
    person = _letters(f"{fields.get('given_name', '')}{fields.get('family_name', '')}")
    return bool(person) and person == _letters(fields.get("display_name", ""))


def keeps_its_own_name(link: Link, changed: AbstractSet[str]) -> bool:
    """Whether a customer made in QuickBooks, called after no person there, keeps its name though somebody is named at it."""
    is_own = link.source is System.QUICKBOOKS and not is_person(link.agreements[System.QUICKBOOKS].fields)
    return is_own and bool(changed & {*_PERSON}) and "company_name" not in changed


def is_renamed_by_rule(changed: AbstractSet[str]) -> bool:
    """Whether a customer is only called otherwise since the rule says so: that renames nobody who is there already."""
    return "display_name" in changed and not changed & {*_PERSON, "company_name", "email"}


def filled_in(pair: Pair, link: Link, target: System) -> set[str]:
    """The fields of the identity that the other side has and that `target` has not and had not when both last agreed."""
    there, here = pair.sides[target].fields, pair.sides[target.other].fields
    agreed = link.agreements[target].fields
    return {name for name in identifying(pair.kind) if here[name] and not there[name] and not agreed.get(name)}


def _compared(link: Link, names: tuple[str, ...]) -> list[bool]:
    """Of the fields that both sides have, whether they say the same, however it is spelled."""
    sides = [link.agreements[system].fields for system in System]
    values = [tuple(_letters(fields.get(name, "")) for fields in sides) for name in names]
    return [here == there for here, there in values if here and there]


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
