"""E-mail addresses: some people have several, in HubSpot and in the one field that QuickBooks has for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

_SEVERAL = 0.6
"""How many have several addresses."""
_COLLEAGUES = 0.6
"""How many new contacts have an address of a firm's that no contact has yet, where there is one."""
_FIELD = "PrimaryEmailAddr"


@dataclass(frozen=True)
class Mail:
    """Says who has which addresses. Chances go by what is asked about, so that all else happens as it would.

    Without a `seed` everybody has one.
    """

    seed: str = ""

    def firm(self, number: int) -> dict[str, Any]:
        """The members of a firm with several addresses that a company has from the beginning, if it has one."""
        addresses = {"Address": f"office@firm{number}.example, ap@firm{number}.example"}
        return (
            {"DisplayName": f"Name{number}xFirm", _FIELD: addresses} if self._chance("firm", str(number)) < _SEVERAL else {}
        )

    def typed(self, address: str) -> dict[str, Any]:
        """The members of a customer in QuickBooks for which a bookkeeper has this address, and perhaps another one."""
        addresses = [address, _second(address)] if self._chance("typed", address) < _SEVERAL else [address]
        if self._chance("order", address) < 1 / 2:
            addresses.reverse()
        return {_FIELD: {"Address": ", ".join(addresses)}} if address else {}

    def gained(self, customer: Mapping[str, Any]) -> dict[str, Any]:
        """The same of a customer who perhaps has one more address from now on."""
        known = addresses_of(customer)
        gains = len(known) == 1 and self._chance("gained", customer["Id"]) < _SEVERAL
        return {_FIELD: {"Address": ", ".join([*known, _second(known[0])])}} if gains else {}

    def additional(self, address: str) -> dict[str, str]:
        """The properties of a contact with this address, who perhaps has another one."""
        return {"hs_additional_emails": _second(address)} if self._chance("additional", address) < _SEVERAL else {}

    def one_of(self, contact: Mapping[str, str]) -> str:
        """The contact's address, or the other one."""
        other = contact["hs_additional_emails"].split(";")[0]
        return other if other and self._chance("one of", contact["id"]) < 1 / 2 else contact["email"]

    def colleague(self, name: str, customers: Iterable[Mapping[str, Any]], contacts: Iterable[Mapping[str, str]]) -> str:
        """The address of somebody new, if it is one of several of a customer, "" for none of them."""
        taken = {one for contact in contacts for one in (contact["email"], *contact["hs_additional_emails"].split(";"))}
        several = [known for customer in customers if len(known := addresses_of(customer)) > 1]
        free = sorted({one for known in several for one in known} - taken)
        return Random(f"{self.seed}: {name}").choice(free) if free and self._chance("works at", name) < _COLLEAGUES else ""

    def _chance(self, *about: str) -> float:
        return Random(f"{self.seed}: {about}").random() if self.seed else 1.0


ONE_EACH = Mail()
"""Nobody has several addresses."""


def addresses_of(customer: Mapping[str, Any]) -> list[str]:
    """The addresses of a customer in QuickBooks."""
    address = (customer.get(_FIELD) or {}).get("Address", "")
    return [one.strip() for one in address.split(",") if one.strip()]


def _second(address: str) -> str:
    return f"ap.{address}"
