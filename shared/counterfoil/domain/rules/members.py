"""What a filter may ask for of QuickBooks' records: members by their path, with their types.

QuickBooks has no API that lists them; these are the documented ones that tell something about a record.
Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice, .../customer and .../item
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules.filter import FieldType
from counterfoil.domain.rules.vendor_field import CUSTOM_FIELD, OF_EACH_LINE, VendorField, company_fields

_TEXT, _NUMBER, _DATE = FieldType.TEXT, FieldType.NUMBER, FieldType.DATE
_OPTION, _TRUTH = FieldType.ENUMERATION, FieldType.BOOLEAN

_SPOKEN = {"Txn": "transaction", "Addr": "address", "Num": "number", "Doc": "document", "Amt": "amount", "URI": "address"}
_SILENT = {"Ref", "Meta", "Data", "value"}

_ADDRESS = ("Line1", "Line2", "City", "CountrySubDivisionCode", "PostalCode", "Country")
_TIMES = {"MetaData.CreateTime": FieldType.DATETIME, "MetaData.LastUpdatedTime": FieldType.DATETIME}


def _typed(of: FieldType, names: Iterable[str]) -> dict[str, FieldType]:
    return dict.fromkeys(names, of)


def _addresses(*members: str) -> list[str]:
    return [f"{member}.{part}" for member in members for part in _ADDRESS]


_MEMBERS: Mapping[EntityKind, Mapping[str, FieldType]] = MappingProxyType(
    {
        EntityKind.CUSTOMER: {
            **_TIMES,
            **_typed(_TEXT, ("DisplayName", "CompanyName", "Title", "GivenName", "MiddleName", "FamilyName", "Suffix")),
            **_typed(_TEXT, ("FullyQualifiedName", "PrintOnCheckName", "Notes", "ResaleNum", "WebAddr.URI")),
            **_typed(_TEXT, ("PrimaryEmailAddr.Address", "PrimaryPhone.FreeFormNumber", "Mobile.FreeFormNumber")),
            **_typed(_TEXT, ("AlternatePhone.FreeFormNumber", "Fax.FreeFormNumber")),
            **_typed(_TEXT, _addresses("BillAddr", "ShipAddr")),
            **_typed(_NUMBER, ("Balance", "BalanceWithJobs", "Level")),
            **_typed(_TRUTH, ("Active", "Job", "IsProject", "Taxable", "BillWithParent")),
            **_typed(_OPTION, ("CurrencyRef.value", "CustomerTypeRef.value", "ParentRef.value")),
            **_typed(_OPTION, ("PaymentMethodRef.value", "PreferredDeliveryMethod")),
        },
        EntityKind.PRODUCT: {
            **_TIMES,
            **_typed(_TEXT, ("Name", "FullyQualifiedName", "Sku", "Description", "PurchaseDesc", "ParentRef.name")),
            **_typed(_NUMBER, ("UnitPrice", "PurchaseCost", "QtyOnHand", "ReorderPoint", "Level")),
            **_typed(_DATE, ("InvStartDate",)),
            **_typed(_TRUTH, ("Active", "Taxable", "SubItem", "TrackQtyOnHand")),
            **_typed(_OPTION, ("Type", "ParentRef.value", "IncomeAccountRef.value")),
        },
        EntityKind.INVOICE: {
            **_TIMES,
            **_typed(_TEXT, ("DocNumber", "CustomerRef.name", "CustomerMemo.value", "PrivateNote", "BillEmail.Address")),
            **_typed(_TEXT, ("TrackingNum", "ShipMethodRef.value", "ShipMethodRef.name", "TxnSource")),
            **_typed(_TEXT, _addresses("BillAddr", "ShipAddr")),
            **_typed(_NUMBER, ("TotalAmt", "Balance", "HomeTotalAmt", "HomeBalance", "Deposit", "ExchangeRate")),
            **_typed(_NUMBER, ("TxnTaxDetail.TotalTax",)),
            **_typed(_DATE, ("TxnDate", "DueDate", "ShipDate")),
            **_typed(_TRUTH, ("ApplyTaxAfterDiscount", "AllowOnlineACHPayment", "AllowOnlineCreditCardPayment")),
            **_typed(_OPTION, ("CustomerRef.value", "CurrencyRef.value", "EmailStatus", "PrintStatus")),
            **_typed(_OPTION, ("GlobalTaxCalculation", "Line.ItemRef.value", "Line.TaxCodeRef.value")),
        },
        EntityKind.PAYMENT: {},
    }
)


def label_of_member(path: str) -> str:
    """A member's path put into words: "Create time" of MetaData.CreateTime."""
    words = [word for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", path) if word not in _SILENT]
    spoken = " ".join(_SPOKEN.get(word, word if word.isupper() else word.lower()) for word in words)
    return spoken[:1].upper() + spoken[1:]


def spoken(field: str) -> str:
    """A vendor's field of which nothing else is known, as far as it can be put into words: QuickBooks' members can."""
    return label_of_member(field) if re.fullmatch(r"[A-Z]\w*(\.\w+)*", field) else field


def asked_members(
    kind: EntityKind,
    custom_fields: Mapping[str, str],
    lists: Mapping[str, Mapping[str, str]],
    further: Mapping[str, VendorField] = MappingProxyType({}),
) -> dict[str, VendorField]:
    """What a filter may ask for of a company's records of a kind, by path.

    A custom field goes by its DefinitionId or by its name. See `company_fields` for what is given.
    """
    plain = {name: VendorField(name=name, label=label_of_member(name), type=of) for name, of in _MEMBERS[kind].items()}
    every = company_fields(kind, custom_fields, lists, further)
    mapped = {name: field for name, field in every.items() if not name.startswith(OF_EACH_LINE)}
    by_label = {CUSTOM_FIELD + one.label: one for name, one in mapped.items() if name.startswith(CUSTOM_FIELD)}
    return {**plain, **by_label, **mapped}
