"""Create, update, delete, void and send, for every kind of object."""

from infra.sandbox.quickbooks import cash, lists, payments, sales
from infra.sandbox.quickbooks.balances import OPEN_MEMBER
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.entity import TRANSACTION, Entity
from infra.sandbox.quickbooks.errors import QuickBooksError, business, missing, not_found, stale
from infra.sandbox.quickbooks.numbering import SALES_FORMS
from infra.sandbox.quickbooks.periods import refuse_closed
from infra.sandbox.quickbooks.validation import check, drafted
from infra.sandbox.quickbooks.wire import ZERO, Document, blank, envelope_time

SALES = (*SALES_FORMS, "Estimate")
NO_OPTIONS: frozenset[str] = frozenset()


def write(company: Company, entity: Entity, body: Document, options: frozenset[str] = NO_OPTIONS) -> Document:
    """Create, or update when the body has an Id: the object as it is now stored."""
    if blank(body.get("Id")) or str(body["Id"]) == "0":
        if not entity.creatable:
            raise unsupported("create")
        new = prepared(company, entity, body, None, options)
        refuse_closed(company, new)
        return _settled(company, entity, company.records.create(entity.name, new))
    before = current(company, entity, body)
    changed = prepared(company, entity, body, before, options)
    refuse_closed(company, before, changed)
    operation = "Update"
    if before.get("Active") is not False and changed.get("Active") is False:
        operation = "Delete" if company.switches.inactivation_event == "delete" else "Update"
    return _settled(company, entity, company.records.update(entity.name, {**changed, "Id": before["Id"]}, operation))


def prepared(
    company: Company, entity: Entity, body: Document, before: Document | None, options: frozenset[str] = NO_OPTIONS
) -> Document:
    """The object as it would be stored, nothing stored yet. Raises the fault of the first rule it breaks."""
    draft = drafted(company, entity, body, before)
    check(company, entity, draft)
    name = entity.name
    if name in SALES:
        return sales.prepare(company, name, draft, before, options)
    if name == "Payment":
        if before:
            payments.refuse_deposited(company, before["Id"])
        return payments.prepare(company, draft, before)
    if name in cash.DETAILS:
        return cash.prepare(company, name, draft, before, options)
    if entity.active_flag and name != "CompanyCurrency":
        return lists.prepare(company, name, draft, before)
    if entity.family == TRANSACTION:
        draft.setdefault("TxnDate", before["TxnDate"] if before else company.today)
    return draft


def delete(company: Company, entity: Entity, body: Document) -> Document:
    """Remove a transaction for good: what the answer shows of it."""
    if not entity.deletable:
        raise unsupported("delete")
    before = current(company, entity, body)
    refuse_closed(company, before)
    _release(company, entity, before, company.switches.delete_with_payment, "800")
    company.records.delete(entity.name, before["Id"])
    return {"status": "Deleted", "domain": "QBO", "Id": before["Id"]}


def void(company: Company, entity: Entity, body: Document) -> Document:
    """Make a transaction nought but keep it: the object as it is now stored."""
    before = current(company, entity, body)
    refuse_closed(company, before)
    _release(company, entity, before, company.switches.void_with_payment, company.switches.void_refusal_code)
    latest = company.records.get(entity.name, before["Id"]) or before
    voided = payments.voided(latest) if entity.name in {"Payment", "BillPayment"} else sales.voided(latest, company)
    return company.records.update(entity.name, voided, "Void")


def send(company: Company, entity: Entity, identifier: str, address: str | None) -> Document:
    """E-mail a form: the object with its delivery noted. `address` also replaces the stored one.

    https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice#send-an-invoice
    """
    before = company.records.get(entity.name, identifier)
    if before is None:
        raise not_found(entity.name, identifier)
    target = {"Address": address} if address else before.get("BillEmail")
    if not target:
        raise QuickBooksError("6420", "An e-mail address is needed to send the form", "BillEmail")
    delivery = {"DeliveryType": "Email", "DeliveryTime": envelope_time(company.clock.now())}
    sent = {**before, "BillEmail": target, "EmailStatus": "EmailSent", "DeliveryInfo": delivery}
    return company.records.update(entity.name, sent, "Emailed")


def current(company: Company, entity: Entity, body: Document) -> Document:
    """The stored object a request is about, if its SyncToken is the latest. Raises 2020, 2030, 610, 5010."""
    identifier = str(body.get("Id") or "")
    if not identifier:
        raise missing("Id")
    if not identifier.isdigit():
        raise QuickBooksError("2030", f"Invalid ID : {identifier}", "Id")
    before = company.records.get(entity.name, identifier)
    if before is None:
        raise not_found(entity.name, identifier)
    if blank(body.get("SyncToken")):
        raise missing("SyncToken")
    if str(body["SyncToken"]) != before["SyncToken"]:
        raise stale(company.switches.language)
    return before


def unsupported(operation: str) -> QuickBooksError:
    """The kind of object does not know the operation (500)."""
    return QuickBooksError("500", f"Operation {operation} is not supported.", "Operation", kind="ValidationFault")


def _settled(company: Company, entity: Entity, stored: Document) -> Document:
    if entity.name == "Payment":
        payments.settle(company, stored["Id"], payments.settlements(stored))
    elif entity.name == "Deposit":
        cash.settle(company, stored["Id"], stored["Line"])
    elif entity.name in OPEN_MEMBER:
        sales.settle(company, entity.name, stored)
    return company.records.get(entity.name, stored["Id"]) or stored


def _release(company: Company, entity: Entity, before: Document, policy: str, code: str) -> None:
    """Undo the links of a transaction that is about to go, or refuse."""
    if entity.name == "Payment":
        payments.refuse_deposited(company, before["Id"])
        payments.settle(company, before["Id"], {})
        return
    if entity.name == "Deposit":
        cash.settle(company, before["Id"], [])
    target = (entity.name, before["Id"])
    if not company.links.of_target(target):
        return
    if policy == "refuse":
        detail = f"{entity.name} {before['Id']} has payments applied to it. Unlink them first."
        raise business(detail) if code == "6000" else QuickBooksError(code, detail)
    payments.trim(company, target, ZERO)
