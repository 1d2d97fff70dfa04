"""A person at work in the QuickBooks pages: what the API cannot do, or does without asking for a SyncToken.

Every action is a control action of the twin; `realm_id` chooses the company, the first one if left out.
"""

from collections.abc import Callable, Mapping
from typing import Any

from infra.sandbox.kernel.control import ControlError
from infra.sandbox.quickbooks import cash, custom_fields, operations, payments, search, settings
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.entities import ENTITIES
from infra.sandbox.quickbooks.entity import Entity
from infra.sandbox.quickbooks.errors import QuickBooksError
from infra.sandbox.quickbooks.presentation import shown
from infra.sandbox.quickbooks.wire import ZERO, Document, ref, ref_value

Arguments = Mapping[str, Any]


def act(company: Company, action: str, arguments: Arguments) -> Any:
    """Do one thing as a person. Raises ControlError for an unknown action or one that QuickBooks refuses."""
    work = ACTIONS.get(action)
    if work is None:
        raise ControlError(f"unknown action: {action}")
    try:
        with company.person_acting(), company.showing_all_custom_fields():
            return work(company, arguments)
    except QuickBooksError as error:
        raise ControlError(str(error)) from error


def _entity(arguments: Arguments) -> Entity:
    name = str(arguments.get("entity"))
    if name not in ENTITIES:
        raise ControlError(f"unknown entity: {name}")
    return ENTITIES[name]


def _stored(company: Company, entity: Entity, identifier: object) -> Document:
    stored = company.records.get(entity.name, str(identifier))
    if stored is None:
        raise ControlError(f"no {entity.name} {identifier}")
    return stored


def _read(company: Company, arguments: Arguments) -> Document:
    """{entity, id}: one object, uncounted."""
    entity = _entity(arguments)
    return shown(company, _stored(company, entity, arguments.get("id")))


def _query(company: Company, arguments: Arguments) -> Document:
    """{query}: rows, uncounted."""
    return search.run(company, str(arguments.get("query")))


def _write(company: Company, arguments: Arguments) -> Document:
    """{entity, body}: create, or change the members given when the body has an Id."""
    entity, body = _entity(arguments), dict(arguments["body"])
    if body.get("Id"):
        body.update(SyncToken=_stored(company, entity, body["Id"])["SyncToken"], sparse=True)
    return shown(company, settings.write_settings(company, entity, body, operations.NO_OPTIONS))


def _import(company: Company, arguments: Arguments) -> list[Document]:
    """{entity, rows}: create many at once, as from a file; those before one that is refused stay."""
    return [_write(company, {"entity": arguments.get("entity"), "body": row}) for row in arguments["rows"]]


def _deactivate(company: Company, arguments: Arguments) -> Document:
    """{entity, id}: make an entry of a list inactive."""
    return _write(company, {"entity": arguments.get("entity", "Customer"), "body": {"Id": arguments["id"], "Active": False}})


def _activate(company: Company, arguments: Arguments) -> Document:
    """{entity, id}: make an entry of a list active again."""
    return _write(company, {"entity": arguments.get("entity", "Customer"), "body": {"Id": arguments["id"], "Active": True}})


def _void(company: Company, arguments: Arguments) -> Document:
    """{entity, id}: void any form; the pages take payments off it first."""
    entity = _entity(arguments)
    stored = _stored(company, entity, arguments.get("id"))
    payments.trim(company, (entity.name, stored["Id"]), ZERO)
    return shown(company, operations.void(company, entity, _stored(company, entity, stored["Id"])))


def _delete(company: Company, arguments: Arguments) -> Document:
    """{entity, id}: delete any transaction; the pages take payments off it first."""
    entity = _entity(arguments)
    stored = _stored(company, entity, arguments.get("id"))
    payments.trim(company, (entity.name, stored["Id"]), ZERO)
    return operations.delete(company, entity, _stored(company, entity, stored["Id"]))


def _merge(company: Company, arguments: Arguments) -> Document:
    """{kept, lost, entity?}: merge two entries of a list; the lost one's transactions move, then it is inactive."""
    entity = ENTITIES[str(arguments.get("entity", "Customer"))]
    kept, lost = (_stored(company, entity, arguments[name]) for name in ("kept", "lost"))
    for kind in (*operations.SALES, "Payment"):
        for document in company.records.all(kind):
            if entity.name == "Customer" and ref_value(document, "CustomerRef") == lost["Id"]:
                company.records.update(kind, {**document, "CustomerRef": ref(kept["Id"])})
    with_suffix = f"{lost[entity.indexed or 'Name']}{company.switches.suffix_of_inactive}"
    latest = _stored(company, entity, lost["Id"])
    merged = {**latest, "Active": False, entity.indexed or "Name": with_suffix}
    bump = company.switches.merge_bumps_sync_token
    company.records.update(entity.name, merged, "Merge", bump=bump, merged_into=kept["Id"])
    return shown(company, _stored(company, entity, kept["Id"]))


def _deposit(company: Company, arguments: Arguments) -> Document:
    """{payment_ids, account_id?, fee?, fee_account_id?}: put payments into a bank deposit, less a fee."""
    lines: list[Document] = [
        {
            "Amount": _stored(company, ENTITIES["Payment"], payment)["TotalAmt"],
            "LinkedTxn": [{"TxnId": str(payment), "TxnType": "Payment", "TxnLineId": "0"}],
        }
        for payment in arguments["payment_ids"]
    ]
    if fee := arguments.get("fee"):
        account = str(arguments.get("fee_account_id") or _account(company, "BankCharges"))
        detail = {"AccountRef": ref(account)}
        lines.append({"Amount": f"-{fee}", "DetailType": "DepositLineDetail", "DepositLineDetail": detail})
    bank = str(arguments.get("account_id") or _account(company, "Checking"))
    body = {"DepositToAccountRef": ref(bank), "Line": lines}
    return _write(company, {"entity": "Deposit", "body": body})


def _account(company: Company, sub_type: str) -> str:
    return next(str(one["Id"]) for one in company.records.all("Account") if one.get("AccountSubType") == sub_type)


def _take_out_of_deposit(company: Company, arguments: Arguments) -> Document:
    """{payment_id}: take a payment out of its deposit; an empty deposit is deleted."""
    payment_id = str(arguments["payment_id"])
    deposit_id = company.links.deposited.get(payment_id)
    if deposit_id is None:
        raise ControlError(f"payment {payment_id} is in no deposit")
    deposit = _stored(company, ENTITIES["Deposit"], deposit_id)
    lines = [line for line in deposit["Line"] if payment_id not in {link["TxnId"] for link in line.get("LinkedTxn") or []}]
    if not lines:
        return operations.delete(company, ENTITIES["Deposit"], deposit)
    total = sum((line["Amount"] for line in lines), ZERO)
    stored = company.records.update("Deposit", {**deposit, "Line": lines, "TotalAmt": total})
    cash.settle(company, deposit_id, lines)
    return shown(company, stored)


def _spoil_email(company: Company, arguments: Arguments) -> Document:
    """{id, address}: an invoice keeps an e-mail address that the API would refuse."""
    stored = _stored(company, ENTITIES["Invoice"], arguments["id"])
    spoiled = {**stored, "BillEmail": {"Address": str(arguments["address"])}}
    return shown(company, company.records.update("Invoice", spoiled))


def _set_preferences(company: Company, arguments: Arguments) -> Document:
    """{preferences}: groups and members to put over the present ones."""
    result = settings.merged(company.preferences, arguments["preferences"])
    return shown(company, company.records.update("Preferences", result))


def _define_custom_field(company: Company, arguments: Arguments) -> Document:
    """{label, kind?, options?, forms?}: a custom field beside the classic three, for invoices unless others are named."""
    made = custom_fields.definition(
        len(company.definitions) + 1,
        str(arguments["label"]),
        str(arguments.get("kind", "STRING")),
        arguments.get("options") or (),
        arguments.get("forms") or ("Invoice",),
    )
    company.definitions[made["legacyIDV2"]] = made
    return made


def _retire_custom_field(company: Company, arguments: Arguments) -> Document:
    """{id, active?}: nobody uses the field of this `legacyIDV2` any more; or, active, again."""
    retired = {**company.definitions[str(arguments["id"])], "active": bool(arguments.get("active"))}
    company.definitions[retired["legacyIDV2"]] = retired
    return retired


def _end_subscription(company: Company, arguments: Arguments) -> Document:
    """{ended?}: the company can only be read from now on (6190), or again be written."""
    company.subscription_ended = bool(arguments.get("ended", True))
    return {"ended": company.subscription_ended}


ACTIONS: Mapping[str, Callable[[Company, Arguments], Document | list[Document]]] = {
    "read": _read,
    "query": _query,
    "write": _write,
    "import": _import,
    "deactivate": _deactivate,
    "activate": _activate,
    "void": _void,
    "delete": _delete,
    "merge": _merge,
    "deposit": _deposit,
    "take_out_of_deposit": _take_out_of_deposit,
    "spoil_email": _spoil_email,
    "set_preferences": _set_preferences,
    "define_custom_field": _define_custom_field,
    "retire_custom_field": _retire_custom_field,
    "end_subscription": _end_subscription,
}
