"""What is read from QuickBooks' wire, checked at the edge; members that this product does not know are ignored.

Models and members are named and spelled as QuickBooks does
(https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice and its neighbours).
"""
# ruff: noqa: N815 - QuickBooks' own spelling

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator

from counterfoil.adapters.quickbooks.wire import Id, Text, Wire


def _several(value: object) -> object:
    return () if value is None else value


class Reference(Wire):
    """A pointer to another object."""

    value: Text = ""
    name: Text = ""


class Times(Wire):
    """When the object was made and last changed."""

    CreateTime: datetime
    LastUpdatedTime: datetime


class Entity(Wire):
    """What every stored object has. A deleted one shows `status` and no more."""

    Id: Id
    SyncToken: Text = ""
    MetaData: Times
    status: Text = ""


class Email(Wire):
    """An e-mail address."""

    Address: Text = ""


class Phone(Wire):
    """A phone number as typed."""

    FreeFormNumber: Text = ""


class PhysicalAddress(Wire):
    """A postal address."""

    Line1: Text = ""
    Line2: Text = ""
    Line3: Text = ""
    Line4: Text = ""
    Line5: Text = ""
    City: Text = ""
    CountrySubDivisionCode: Text = ""
    PostalCode: Text = ""
    Country: Text = ""


class Customer(Entity):
    """A Customer."""

    DisplayName: Text = ""
    CompanyName: Text = ""
    GivenName: Text = ""
    FamilyName: Text = ""
    PrimaryEmailAddr: Email | None = None
    PrimaryPhone: Phone | None = None
    Mobile: Phone | None = None
    BillAddr: PhysicalAddress | None = None
    CurrencyRef: Reference | None = None
    Notes: Text = ""
    Active: bool = True
    Job: bool = False
    IsProject: bool = False
    ParentRef: Reference | None = None
    BalanceWithJobs: Decimal | None = None


class Item(Entity):
    """A product or service."""

    Name: Text = ""
    Sku: Text = ""
    Description: Text = ""
    UnitPrice: Decimal | None = None
    Active: bool = True
    Type: Text = ""


class LineDetail(Wire):
    """The sales details of a line."""

    ItemRef: Reference | None = None
    Qty: Decimal | None = None
    UnitPrice: Decimal | None = None


class TransactionLink(Wire):
    """A link from one transaction to another."""

    TxnId: Text = ""
    TxnType: Text = ""


class BundleDetail(Wire):
    """The lines of a bundle."""

    Line: Annotated[tuple["TransactionLine", ...], BeforeValidator(_several)] = ()


class TransactionLine(Wire):
    """A line of an invoice or a payment; only one that merely describes has no `Amount`."""

    Amount: Decimal | None = None
    DetailType: Text = ""
    Description: Text = ""
    SalesItemLineDetail: LineDetail | None = None
    GroupLineDetail: BundleDetail | None = None
    LinkedTxn: Annotated[tuple[TransactionLink, ...], BeforeValidator(_several)] = ()
    LineEx: dict[str, Any] | None = None


class TaxDetail(Wire):
    """The tax of a transaction."""

    TotalTax: Decimal = Decimal(0)


class Memo(Wire):
    """A text to the customer."""

    value: Text = ""


class Invoice(Entity):
    """An Invoice; `Line` is None where the answer has no such member."""

    DocNumber: Text = ""
    TxnDate: date | None = None
    DueDate: date | None = None
    CustomerRef: Reference
    CurrencyRef: Reference | None = None
    BillEmail: Email | None = None
    BillEmailCc: Email | None = None
    CustomerMemo: Memo | None = None
    PrivateNote: Text = ""
    invoiceStatus: Text = ""
    Line: tuple[TransactionLine, ...] | None = None
    TxnTaxDetail: TaxDetail | None = None
    LinkedTxn: Annotated[tuple[TransactionLink, ...], BeforeValidator(_several)] = ()
    TotalAmt: Decimal
    Balance: Decimal
    Deposit: Decimal | None = None


class Payment(Entity):
    """A Payment; `Line` is None where the answer has no such member."""

    TotalAmt: Decimal
    UnappliedAmt: Decimal | None = None
    TxnDate: date | None = None
    CustomerRef: Reference | None = None
    CurrencyRef: Reference | None = None
    PaymentMethodRef: Reference | None = None
    PaymentRefNum: Text = ""
    PrivateNote: Text = ""
    Line: tuple[TransactionLine, ...] | None = None


class TokenAnswer(Wire):
    """New tokens."""

    access_token: Id
    refresh_token: Id
    expires_in: int


class OAuthError(Wire):
    """A refusal of the token endpoint."""

    error: str
