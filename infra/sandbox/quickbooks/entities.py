"""What each kind of object allows, as data: ids, operations, lengths, enumerations, references, filters.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities (one page per kind)
"""

from collections.abc import Mapping

from infra.sandbox.quickbooks.entity import META, PEOPLE, TRANSACTION, Entity

LISTED = META | {"Name", "Active", "FullyQualifiedName"}
PERSON = META | {
    *("DisplayName", "GivenName", "MiddleName", "FamilyName", "CompanyName", "PrintOnCheckName"),
    *("FullyQualifiedName", "PrimaryEmailAddr", "Active", "Balance"),
}
DATED = META | {"DocNumber", "TxnDate"}
SALES = DATED | {
    *("DueDate", "CustomerRef", "SalesTermRef", "ClassRef", "DepartmentRef", "ProjectRef"),
    *("Balance", "TotalAmt"),
}
CONTACT_LENGTHS = {
    "DisplayName": 500,
    "Title": 16,
    "Suffix": 16,
    "GivenName": 100,
    "MiddleName": 100,
    "FamilyName": 100,
    "CompanyName": 100,
    "PrintOnCheckName": 110,
    "PrimaryEmailAddr.Address": 100,
    "WebAddr.URI": 1000,
    "PrimaryPhone.FreeFormNumber": 30,
    "AlternatePhone.FreeFormNumber": 30,
    "Mobile.FreeFormNumber": 30,
    "Fax.FreeFormNumber": 30,
    "Notes": 2000,
    "ResaleNum": 16,
}
SALES_LENGTHS = {"DocNumber": 21, "CustomerMemo.value": 1000, "PrivateNote": 4000, "BillEmail.Address": 100}
SALES_REFERENCES = {
    "CustomerRef": "Customer",
    "SalesTermRef": "Term",
    "ClassRef": "Class",
    "DepartmentRef": "Department",
    "DepositToAccountRef": "Account",
    "PaymentMethodRef": "PaymentMethod",
}
SALES_ENUMS = {
    "EmailStatus": frozenset({"NotSet", "NeedToSend", "EmailSent"}),
    "PrintStatus": frozenset({"NotSet", "NeedToPrint", "PrintComplete"}),
    "GlobalTaxCalculation": frozenset({"TaxExcluded", "TaxInclusive", "NotApplicable"}),
}
ACCOUNTS_OF_TRANSFER = {"FromAccountRef": "Account", "ToAccountRef": "Account"}
LIST_EVENTS = frozenset({"Create", "Update", "Delete", "Merge"})
BASIC_EVENTS = frozenset({"Create", "Update", "Delete"})
FORM_EVENTS = BASIC_EVENTS | {"Void", "Emailed"}


def _person(name: str, references: Mapping[str, str]) -> Entity:
    return Entity(
        name, PEOPLE, "DisplayName", lengths=CONTACT_LENGTHS, filterable=PERSON, operations=LIST_EVENTS,
        references=references, enums={"PreferredDeliveryMethod": frozenset({"Print", "Email", "None"})},
    )  # fmt: skip


def _sales(name: str, *, void_by: str = "", required: tuple[str, ...] = ("CustomerRef", "Line")) -> Entity:
    return Entity(
        name, TRANSACTION, "DocNumber", required=required, lengths=SALES_LENGTHS,
        enums=SALES_ENUMS, references=SALES_REFERENCES, filterable=SALES, deletable=True, void_by=void_by,
        printable=True, operations=FORM_EVENTS,
    )  # fmt: skip


def _listed(name: str, length: int, **more: frozenset[str]) -> Entity:
    return Entity(
        name, indexed="Name", required=("Name",), lengths={"Name": length}, references={"ParentRef": name},
        filterable=LISTED | more.get("filters", frozenset()), operations=more.get("operations", LIST_EVENTS),
    )  # fmt: skip


def _dated(
    name: str,
    required: tuple[str, ...],
    references: Mapping[str, str],
    refused_void: str = "fault",
    *,
    captured: bool = True,
) -> Entity:
    return Entity(
        name, TRANSACTION, "DocNumber", required=required, lengths={"DocNumber": 21, "PrivateNote": 4000},
        references=references, filterable=DATED | {"TotalAmt", *references}, deletable=True,
        refused_void=refused_void, operations=BASIC_EVENTS | {"Void"}, captured=captured,
    )  # fmt: skip


_ALL = (
    _person("Customer", {"ParentRef": "Customer", "SalesTermRef": "Term", "PaymentMethodRef": "PaymentMethod"}),
    _person("Vendor", {"TermRef": "Term", "APAccountRef": "Account"}),
    _person("Employee", {}),
    Entity(
        "Item", indexed="Name", required=("Name",), operations=LIST_EVENTS,
        lengths={"Name": 100, "Sku": 100, "Description": 4000, "PurchaseDesc": 1000},
        enums={"Type": frozenset({"Service", "NonInventory", "Inventory", "Category", "Group"})},
        references={"IncomeAccountRef": "Account", "ExpenseAccountRef": "Account", "AssetAccountRef": "Account",
                    "ParentRef": "Item", "ClassRef": "Class"},
        filterable=LISTED | {"Sku", "Type", "UnitPrice", "Taxable"},
    ),
    Entity(
        "Account", indexed="Name", required=("Name",), lengths={"Name": 100}, operations=LIST_EVENTS,
        references={"ParentRef": "Account"},
        filterable=LISTED | {"AccountType", "AccountSubType", "Classification", "AcctNum", "SubAccount"},
    ),
    _listed("Term", 31, operations=frozenset({"Create", "Update"})),
    _listed("PaymentMethod", 31, filters=frozenset({"Type"}), operations=frozenset({"Create", "Update"})),
    _listed("Class", 100),
    _listed("Department", 100, operations=frozenset({"Create", "Update"})),
    Entity("TaxCode", indexed="Name", filterable=LISTED, creatable=False, captured=False),
    Entity("TaxRate", indexed="Name", filterable=LISTED | {"AgencyRef"}, creatable=False, captured=False),
    Entity(
        "TaxAgency", indexed="DisplayName", required=("DisplayName",), lengths={"DisplayName": 100},
        filterable=META | {"DisplayName"}, captured=False, operations=frozenset({"Create", "Update"}),
    ),
    Entity("CompanyCurrency", indexed="Code", required=("Code",), filterable=LISTED | {"Code"}),
    Entity(
        "ExchangeRate", indexed="SourceCurrencyCode", creatable=False, captured=False,
        filterable=META | {"SourceCurrencyCode", "TargetCurrencyCode", "AsOfDate"},
    ),
    Entity("CompanyInfo", creatable=False),
    Entity("Preferences", creatable=False, operations=frozenset({"Update"})),
    _sales("Invoice", void_by="operation"),
    _sales("CreditMemo"),
    _sales("SalesReceipt", void_by="include", required=("Line",)),
    _sales("RefundReceipt", required=("Line", "DepositToAccountRef")),
    _sales("Estimate"),
    Entity(
        "Payment", TRANSACTION, required=("TotalAmt", "CustomerRef"), lengths={"PaymentRefNum": 21, "PrivateNote": 4000},
        references={"CustomerRef": "Customer", "PaymentMethodRef": "PaymentMethod", "DepositToAccountRef": "Account",
                    "ARAccountRef": "Account"},
        filterable=META | {"TxnDate", "TotalAmt", "CustomerRef", "PaymentRefNum", "UnappliedAmt"},
        deletable=True, void_by="include", printable=True, operations=FORM_EVENTS,
    ),
    _dated("Deposit", ("DepositToAccountRef", "Line"), {"DepositToAccountRef": "Account"}),
    _dated("Purchase", ("AccountRef", "PaymentType", "Line"), {"AccountRef": "Account"}),
    _dated("Bill", ("VendorRef", "Line"), {"VendorRef": "Vendor"}, "fault in success"),
    _dated("JournalEntry", ("Line",), {}, "nothing"),
    _dated("PurchaseOrder", ("VendorRef", "Line"), {"VendorRef": "Vendor", "APAccountRef": "Account"}),
    _dated("VendorCredit", ("VendorRef", "Line"), {"VendorRef": "Vendor", "APAccountRef": "Account"}),
    _dated("Transfer", ("Amount", "FromAccountRef", "ToAccountRef"), ACCOUNTS_OF_TRANSFER),
    _dated("TimeActivity", ("NameOf",), {"EmployeeRef": "Employee", "VendorRef": "Vendor", "CustomerRef": "Customer"},
           captured=False),
    Entity(
        "BillPayment", TRANSACTION, "DocNumber", required=("VendorRef", "TotalAmt", "PayType", "Line"),
        references={"VendorRef": "Vendor", "APAccountRef": "Account"}, filterable=DATED | {"VendorRef", "TotalAmt"},
        enums={"PayType": frozenset({"Check", "CreditCard"})}, deletable=True, void_by="include",
        operations=BASIC_EVENTS | {"Void"},
    ),
    Entity(
        "CreditCardPaymentTxn", TRANSACTION, required=("Amount", "BankAccountRef", "CreditCardAccountRef"),
        references={"BankAccountRef": "Account", "CreditCardAccountRef": "Account"}, filterable=META | {"TxnDate"},
        deletable=True, segment="CreditCardPayment",
    ),
    Entity("RecurringTransaction", TRANSACTION, creatable=False, filterable=META | {"Type"}, captured=False),
    Entity("Attachable", filterable=META | {"FileName", "Note"}, lengths={"Note": 2000}, deletable=True),
)  # fmt: skip

ENTITIES: Mapping[str, Entity] = {entity.name: entity for entity in _ALL}
BY_SEGMENT: Mapping[str, Entity] = {entity.segment: entity for entity in _ALL}

REFERENCE_TARGETS: Mapping[str, tuple[str, str]] = {
    **{member: (target, "Name") for member, target in {
        "ItemRef": "Item", "SalesTermRef": "Term", "PaymentMethodRef": "PaymentMethod", "ClassRef": "Class",
        "DepartmentRef": "Department", "DepositToAccountRef": "Account", "ARAccountRef": "Account",
        "IncomeAccountRef": "Account", "ExpenseAccountRef": "Account", "AssetAccountRef": "Account",
        "AccountRef": "Account", "APAccountRef": "Account", "DiscountAccountRef": "Account", "ItemAccountRef": "Account",
    }.items()},
    "CustomerRef": ("Customer", "DisplayName"),
    "VendorRef": ("Vendor", "DisplayName"),
    "EmployeeRef": ("Employee", "DisplayName"),
}  # fmt: skip
