"""The life of an invoice: draft, open, paid or voided; what may be written when.

https://developers.hubspot.com/docs/api-reference/latest/crm/objects/invoices/guide and
https://knowledge.hubspot.com/invoices/manage-invoices. A non-billable invoice only mirrors one made elsewhere: HubSpot
switches validation off for it.
"""

from collections.abc import Mapping

from infra.sandbox.hubspot import instants
from infra.sandbox.hubspot.errors import HubSpotError, PropertyProblem, invalid, invalid_properties
from infra.sandbox.hubspot.object_types import CONTACT, LINE_ITEM, PAYMENT
from infra.sandbox.hubspot.portal import Portal
from infra.sandbox.hubspot.records import Record

LOCKED_WHEN_FINALISED = frozenset(
    {
        "hs_currency",
        "hs_invoice_billable",
        "hs_invoice_date",
        "hs_due_date",
        "hs_title",
        "hs_purchase_order_number",
        "hs_comments",
        "hs_terms",
        "hs_tax_id",
        "hs_amount_billed",
        "hs_allowed_payment_methods",
        "hs_invoice_payment_collection_method",
        "hs_allow_partial_payments",
        "hs_collect_address_types",
        "hs_language",
        "hs_locale",
    }
)


def billable(values: Mapping[str, str]) -> bool:
    """Whether HubSpot bills the invoice itself."""
    return values.get("hs_invoice_billable") != "false"


def finalised(values: Mapping[str, str]) -> bool:
    """Whether a billable invoice has left the draft state."""
    return billable(values) and values.get("hs_invoice_status", "draft") != "draft"


def defaults(portal: Portal, values: Mapping[str, str]) -> dict[str, str]:
    """What a new invoice has beside what was sent."""
    now = instants.text(portal.now())
    found = {
        "hs_invoice_status": "draft",
        "hs_invoice_billable": "true",
        "hs_invoice_date": now,
        "hs_due_date": now,
        "hs_invoice_source": portal.switches.invoice_source,
    }
    if not billable(values):
        return found
    number = {"hs_number": portal.next_invoice_number()} if portal.switches.number_at_creation else {}
    return found | number | {"hs_allow_partial_payments": "false", "hs_invoice_payment_collection_method": "manual"}


def writable(portal: Portal, values: Mapping[str, str]) -> frozenset[str]:
    """Read-only properties that may be written all the same."""
    if not billable(values) and portal.switches.non_billable_balance_writable:
        return frozenset({"hs_balance_due", "hs_amount_paid"})
    return frozenset()


def check_create(portal: Portal, values: dict[str, str]) -> None:
    """Raises 400 for a billable invoice that HubSpot would not start with these values."""
    if not billable(values):
        _check_non_billable_values(portal, values)
        return
    _check_billable_values(portal, values)
    status = values.get("hs_invoice_status") or "draft"
    if status != "draft" and not (status == "open" and portal.switches.billable_created_open):
        raise _status_refused("A billable invoice is created as a draft; associate it, then set it to open.", status)


def check_update(portal: Portal, record: Record, values: dict[str, str]) -> None:
    """Raises 400 for a change that the state of a billable invoice does not allow."""
    if not billable({**record.values, **values}) and not finalised(record.values):
        _check_non_billable_values(portal, values)
        return
    _check_billable_values(portal, values)
    status = values.get("hs_invoice_status", record.get("hs_invoice_status"))
    if status != record.get("hs_invoice_status"):
        _check_transition(portal, record, status)
    really_changed = {name for name, value in values.items() if value != record.get(name)}
    locked = {name for name in really_changed if name in LOCKED_WHEN_FINALISED or name.startswith("hs_recipient_")}
    if locked and finalised(record.values):
        check_editable(portal, record, sorted(locked))


def check_editable(portal: Portal, record: Record, what: list[str]) -> None:
    """Raises 400 when a finalised billable invoice cannot be edited."""
    if not finalised(record.values) or not record.get("hs_invoice_link"):  # without a link: still coming into being
        return
    paid = bool(portal.linked(record, PAYMENT))
    if portal.switches.edit_finalised_invoices and record.get("hs_invoice_status") == "open" and not paid:
        return
    raise invalid(
        f"Invoice {record.id} is finalized and cannot be edited: {', '.join(what)}",
        invoiceId=[record.id],
        propertyName=what,
    )


def check_archive(portal: Portal, record: Record) -> None:
    """Raises 400 for an invoice that must be kept."""
    if not billable(record.values):
        deletable = portal.switches.non_billable_deletable
    else:
        status = record.get("hs_invoice_status")
        deletable = status == "draft" or (status == "open" and portal.switches.delete_unpaid_invoices)
    if not deletable:
        message = f"Invoice {record.id} cannot be deleted while its status is {record.get('hs_invoice_status')}."
        raise invalid(message, invoiceId=[record.id])


def check_finalisable(portal: Portal, record: Record) -> None:
    """Raises 400 unless the invoice has a contact and a line item."""
    if not portal.linked(record, CONTACT):
        raise invalid("The invoice must be associated with a contact before it is finalized.", invoiceId=[record.id])
    if not portal.linked(record, LINE_ITEM):
        raise invalid("The invoice must have a line item before it is finalized.", invoiceId=[record.id])


def _check_non_billable_values(portal: Portal, values: dict[str, str]) -> None:
    """Nothing is published of what may be written where HubSpot bills nothing; each is a switch."""
    switches = portal.switches
    allowed = {
        "hs_number": switches.non_billable_number_writable,
        "hs_invoice_status": switches.non_billable_status_writable,
        "hs_invoice_date": switches.non_billable_dates_writable,
        "hs_due_date": switches.non_billable_dates_writable,
        "hs_amount_billed": switches.non_billable_amount_writable,
    }
    refused = [name for name in values if not allowed.get(name, True)]
    if refused and not switches.non_billable_refusals_silent:
        message = "is a read only property; its value cannot be set."
        problems = [PropertyProblem(name, "READ_ONLY_VALUE", f'"{name}" {message}', values[name]) for name in refused]
        raise invalid_properties(portal.id, problems)
    for name in refused:
        del values[name]


def _check_billable_values(portal: Portal, values: Mapping[str, str]) -> None:
    if values.get("hs_number") and not portal.switches.billable_number_writable:
        message = '"hs_number" is a read only property; its value cannot be set.'
        raise invalid_properties(portal.id, [PropertyProblem("hs_number", "READ_ONLY_VALUE", message, values["hs_number"])])
    due = values.get("hs_due_date")
    if due and portal.switches.past_due_date_refused and instants.parse(due) < portal.now():
        raise invalid("The due date of an invoice must not be in the past.", propertyName=["hs_due_date"])


def _check_transition(portal: Portal, record: Record, status: str) -> None:
    match record.get("hs_invoice_status"), status:
        case "draft", "open":
            check_finalisable(portal, record)
        case "open", "voided" if portal.switches.billable_voided_by_api:
            check_voidable(portal, record)
        case "open", "paid" if portal.switches.billable_paid_by_api:
            pass
        case before, _:
            raise _status_refused(f"The status of a billable invoice cannot go from {before} to {status}.", status)


def check_voidable(portal: Portal, record: Record) -> None:
    """Raises 400 for an invoice that is not open, or on which something was paid."""
    if record.get("hs_invoice_status") != "open" or portal.linked(record, PAYMENT):
        raise _status_refused("An invoice with payments cannot be voided.", "voided")


def _status_refused(message: str, status: str) -> HubSpotError:
    return invalid(message, propertyName=["hs_invoice_status"], propertyValue=[status])
