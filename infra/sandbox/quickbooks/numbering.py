"""Document numbers: given or automatic, unique unless told otherwise.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice (DocNumber)
"""

from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.errors import FRENCH_TYPES, QuickBooksError
from infra.sandbox.quickbooks.wire import Document

SALES_FORMS = ("Invoice", "CreditMemo", "SalesReceipt", "RefundReceipt")
AUTOMATIC = "AUTO_GENERATE"


def numbered(company: Company, entity: str, draft: Document, before: Document | None, *, duplicates: bool) -> str | None:
    """The number the document gets. Raises 6140 (or 6210), which names the document that has it already."""
    sent = draft.get("DocNumber")
    automatic = draft.pop("AutoDocNumber", False) is True or sent == AUTOMATIC
    if automatic:
        return _next(company)
    if sent is None:
        if company.preference("SalesFormsPrefs.CustomTxnNumbers") or entity not in SALES_FORMS:
            return None
        return before["DocNumber"] if before and before.get("DocNumber") else _next(company)
    if not duplicates and not (before and before.get("DocNumber") == sent):
        _refuse_used(company, entity, str(sent), before)
    return str(sent)


def _next(company: Company) -> str:
    company.last_number += 1
    return str(company.last_number)


def _refuse_used(company: Company, entity: str, number: str, before: Document | None) -> None:
    shared = company.switches.cross_type_numbers and entity in SALES_FORMS
    for kind in SALES_FORMS if shared else (entity,):
        for holder in company.records.indexed(kind, number):
            if not (before and before["Id"] == holder["Id"]):
                raise _duplicate(company, kind, number, holder["Id"])


def _duplicate(company: Company, kind: str, number: str, holder: str) -> QuickBooksError:
    code = company.switches.duplicate_number_code
    if company.switches.language == "fr":
        detail = (
            "Numéro de document en double : Vous devez préciser un numéro différent. Ce numéro a déjà été utilisé. "
            f"DocNumber={number} est attribué à TxnType={FRENCH_TYPES.get(kind, kind)} avec TxnId={holder}"
        )
        return QuickBooksError(code, detail, "", worded_as="6140")
    detail = (
        "Duplicate Document Number Error : You must specify a different number. This number has already been used. "
        f"DocNumber={number} is assigned to TxnType={kind} with TxnId={holder}"
    )
    return QuickBooksError(code, detail, "", worded_as="6140")
