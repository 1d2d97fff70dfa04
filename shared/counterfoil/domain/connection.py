"""A connection: one authorised HubSpot portal and one authorised QuickBooks company, with their rules."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import CustomerOptions, Direction, Matching, ProductOptions, SyncRule
from counterfoil.domain.rules.filter import FieldType
from counterfoil.domain.rules.vendor_field import CUSTOM_FIELD, VendorField
from counterfoil.domain.values import dataclass

HOME_COUNTRY = "US"
INCOME_ACCOUNTS = "IncomeAccountRef"
"""The member whose list names the accounts that items can be sold for."""
_STEADY_LISTS = ("ClassRef", "DepartmentRef", "SalesTermRef")
"""The members whose lists change only where somebody edits them; any booking may change an account."""


class ConnectionState(StrEnum):
    """Whether work is done for a connection."""

    PLANNED = "planned"  # new: a plan can be made, and the first one that is applied switches it on; what changes waits
    ACTIVE = "active"
    PAUSED = "paused"  # switched off by a person; what changes waits, cursors stand still
    NEEDS_RECONNECT = "needs_reconnect"  # a grant died; resumes when connected again
    DISCONNECTED = "disconnected"  # ended by a person; what was chosen and linked stays, cursors stand still
    BEING_DELETED = "being_deleted"  # all that is kept of it is being erased


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalProfile:
    """What the HubSpot portal showed when it was connected. `time_zone` is an IANA name.

    `refused` are the fields of an invoice that the portal lets no program write on one made elsewhere, as far as it
    `was_tried`; properties of our own show them instead.
    """

    time_zone: str = "UTC"
    currency: str = "USD"
    refused: frozenset[str] = frozenset({"balance"})
    was_tried: bool = False

    def refusing(self, refused: frozenset[str]) -> "PortalProfile":
        """The same portal, once it was tried and found to refuse these fields."""
        return replace(self, refused=refused, was_tried=True)

    def tried_as(self, known: "PortalProfile") -> "PortalProfile":
        """The same portal with what was found where it was tried before."""
        return replace(self, refused=known.refused, was_tried=known.was_tried)


class Told(StrEnum):
    """What became of asking QuickBooks for the custom fields beside the classic three."""

    NOT_ASKED = "not_asked"  # they are not to be mapped
    TOLD = "told"
    REFUSED = "refused"  # without the permission, or to a company whose edition has none
    UNANSWERED = "unanswered"  # trouble that passes


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyProfile:
    """What the QuickBooks company showed when it was connected: the preferences that decide how documents are written.

    `terms` maps due days to Term ids, `payment_methods` lower-case names to PaymentMethod ids. `online_payments` is whether
    customers may pay invoices there, `applies_credits` whether it settles invoices by itself; None where it does not tell.
    `custom_fields` are the names of the custom fields that sales forms have, by DefinitionId; `lists` map the names of
    active entries to their ids, by the member that refers to them, such as "ClassRef". `further_fields` are the custom
    fields that invoices have beside the classic three, by DefinitionId; the options of a drop-down are among the `lists`.
    """

    name: str = ""
    country: str = HOME_COUNTRY
    home_currency: str = "USD"
    multicurrency: bool = False
    custom_numbers: bool = False
    allows_discount: bool = True
    uses_sales_tax: bool = False
    closed_until: date | None = None
    revenue_recognition: bool = False
    online_payments: bool | None = None
    applies_credits: bool | None = None
    income_account_id: str = ""
    terms: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    payment_methods: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    custom_fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    further_fields: Mapping[str, VendorField] = field(default_factory=lambda: MappingProxyType({}))
    told_further: Told = Told.NOT_ASKED

    @property
    def numbers(self) -> frozenset[str]:
        """The members of its invoices that hold a number, of those that people map."""
        return frozenset(one.name for one in self.further_fields.values() if one.type is FieldType.NUMBER)

    def with_lists_of(self, known: Self) -> Self:
        """The company with the lists that were `known` of it, but for income accounts and the options of custom fields."""
        stay = {name: known.lists[name] for name in _STEADY_LISTS if name in known.lists}
        return replace(self, terms=known.terms, payment_methods=known.payment_methods, lists={**self.lists, **stay})

    def with_further(self, known: Self) -> Self:
        """The company with the further custom fields and the options that were `known`, if it did not tell them just now.

        What a refusal says is about telling them: REST takes and shows their values without that permission.
        """
        if self.told_further in {Told.NOT_ASKED, Told.TOLD} or known.told_further is Told.NOT_ASKED:
            return self
        options = {name: entries for name, entries in known.lists.items() if name.startswith(CUSTOM_FIELD)}
        told = known.told_further if self.told_further is Told.UNANSWERED else self.told_further
        return replace(self, lists={**self.lists, **options}, further_fields=known.further_fields, told_further=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """That a person ended a connection, `at` that moment, which was in the state `before`.

    `open` are the vendors whose permission is still to be given up; `untold` those that did not hear of it, where a person
    has to end it: our keys are erased all the same.
    """

    at: datetime
    before: ConnectionState
    open: frozenset[System] = frozenset(System)
    untold: frozenset[System] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """An authorised portal and company. `revision` grows with every stored change; `name` is what people call it.

    `language` is the one of its mails and chats, "" for English.
    """

    id: str
    portal_id: str
    realm_id: str
    state: ConnectionState
    rules: Mapping[EntityKind, SyncRule]
    portal: PortalProfile
    company: CompanyProfile
    created_at: datetime
    revision: int = 0
    name: str = ""
    language: str = ""
    ending: Ending | None = None

    @property
    def label(self) -> str:
        """The connection as people call it: by a name that they gave it, or the company's."""
        return self.name or self.company.name or self.id

    def account(self, system: System) -> str:
        """The account id at `system`: portal id or realm id."""
        return self.portal_id if system is System.HUBSPOT else self.realm_id

    @property
    def prices_differ(self) -> bool:
        """Whether both systems have the prices of products in currencies of their own."""
        return self.portal.currency != self.company.home_currency

    @property
    def customer_options(self) -> CustomerOptions:
        """Who the customer is, and what it is called."""
        options = self.rules[EntityKind.CUSTOMER].options
        return options if isinstance(options, CustomerOptions) else CustomerOptions()

    @property
    def company_as_ruled(self) -> CompanyProfile:
        """The company with the income account that the rule for products chose, if it chose one."""
        options = self.rules[EntityKind.PRODUCT].options
        account = options.income_account if isinstance(options, ProductOptions) else ""
        return replace(self.company, income_account_id=account) if account else self.company

    def rule(self, kind: EntityKind) -> SyncRule:
        """The rule for `kind`. A connection has one for every kind but payments, which follow the invoices' rule.

        Payments are carried both ways as soon as invoices go to QuickBooks, and not at all otherwise; no filter of invoices
        and no mapping of theirs is about payments. A price of one currency is none in another.
        """
        if kind is EntityKind.PRODUCT and self.prices_differ:
            return self.rules[kind].without("unit_price")
        if kind is not EntityKind.PAYMENT:
            return self.rules[kind]
        invoices = self.rules[EntityKind.INVOICE]
        carried = invoices.direction.carries_from(System.HUBSPOT)
        return replace(
            invoices,
            kind=EntityKind.PAYMENT,
            direction=Direction.BOTH if carried else Direction.OFF,
            filters=MappingProxyType({}),
            matching=Matching(),
            mappings=(),
            create="always",
        )
