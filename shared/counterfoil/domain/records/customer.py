"""A customer: HubSpot's contact with its primary company, QuickBooks' Customer."""

from decimal import Decimal

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.records.record import Fields
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address; every part may be empty."""

    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Whom an invoice is for. `email` is the primary address, lower case; `other_emails` the further ones.

    QuickBooks files sub-customers (`job`) and projects (`project`) under a customer, whose address they often repeat.
    There a customer has one `currency` for ever; HubSpot's contacts have none, "", until a document needs one.

    In HubSpot a contact has a primary `company`, which is the customer in its place where the rule says so (`stands_back`),
    or else the `parent` that it is a sub-customer of; a company has `members`. QuickBooks says what a customer `owes`,
    with all below it, in the currency `owes_in`; None where it does not.
    """

    display_name: str = ""
    company_name: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    other_emails: tuple[str, ...] = ()
    phone: str = ""
    mobile_phone: str = ""
    address: Address = Address()
    currency: str = ""
    active: bool = True
    job: bool = False
    project: bool = False
    company: RecordRef | None = None
    members: tuple[RecordRef, ...] = ()
    parent: RecordRef | None = None
    stands_back: bool = False
    owes: Decimal | None = None
    owes_in: str = ""

    @property
    def emails(self) -> tuple[str, ...]:
        """Every known address, the primary one first."""
        return tuple(address for address in (self.email, *self.other_emails) if address)

    def fields(self) -> Fields:
        """The record as compared."""
        return {
            "display_name": self.display_name,
            "company_name": self.company_name,
            "given_name": self.given_name,
            "family_name": self.family_name,
            "email": self.email,
            "phone": self.phone,
            "mobile_phone": self.mobile_phone,
            "street": self.address.street,
            "city": self.address.city,
            "region": self.address.region,
            "postal_code": self.address.postal_code,
            "country": self.address.country,
            "currency": self.currency,
            "parent": self.parent.id if self.parent else "",
        }
