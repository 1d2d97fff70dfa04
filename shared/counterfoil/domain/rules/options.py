"""What can be chosen for one kind only."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerOptions:
    """The choices of customers.

    `customer_is` says who the customer of an invoice made in HubSpot is: its contact; its company - the invoice's own, else
    the contact's primary one, else the contact; or the company with its contacts, which are then its `contacts_are`:
    sub-customers that its bills go to, or addresses that get a copy. `name_from_company` lets a contact's customer be called
    after the contact's company. With `suffix_second_person` a second person of a name gets a number: "Ada Byron (2)".
    """

    of: Literal["customer"] = "customer"
    customer_is: Literal["contact", "company", "company_with_contacts"] = "contact"
    contacts_are: Literal["sub_customers", "email_copies"] = "sub_customers"
    name_from_company: bool = True
    suffix_second_person: bool = False

    @property
    def of_companies(self) -> bool:
        """Whether companies are customers."""
        return self.customer_is != "contact"

    @property
    def sub_customers(self) -> bool:
        """Whether a company's contacts are customers below it."""
        return self.customer_is == "company_with_contacts" and self.contacts_are == "sub_customers"

    @property
    def email_copies(self) -> bool:
        """Whether a company's contacts get copies of its invoices."""
        return self.customer_is == "company_with_contacts" and self.contacts_are == "email_copies"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductOptions:
    """The choices of products. New items in QuickBooks get this `income_account`, an id; "" for the company's usual one."""

    of: Literal["product"] = "product"
    income_account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceOptions:
    """The choices of invoices, which their payments follow."""

    of: Literal["invoice"] = "invoice"


Options = CustomerOptions | ProductOptions | InvoiceOptions

_OF: Mapping[EntityKind, str] = MappingProxyType({EntityKind.PAYMENT: EntityKind.INVOICE})


def options_of(kind: EntityKind) -> str:
    """Whose options a rule for `kind` has."""
    return _OF.get(kind, kind)


DEFAULT_OPTIONS: Mapping[EntityKind, Options] = MappingProxyType(
    {
        EntityKind.CUSTOMER: CustomerOptions(),
        EntityKind.PRODUCT: ProductOptions(),
        EntityKind.INVOICE: InvoiceOptions(),
        EntityKind.PAYMENT: InvoiceOptions(),
    }
)
