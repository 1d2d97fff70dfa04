"""Templates of recurring transactions: stored and shown in the envelope of their own kind, never run.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/recurringtransaction
"""

from infra.sandbox.quickbooks import operations
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.entities import ENTITIES
from infra.sandbox.quickbooks.errors import missing
from infra.sandbox.quickbooks.presentation import shown
from infra.sandbox.quickbooks.wire import Document, blank

KIND = "RecurringTransaction"
ENTITY = ENTITIES[KIND]


def write(company: Company, body: Document, *, removing: bool) -> Document:
    """Create, update or delete a template given as `{"Invoice": {...}}`. Raises 2020, 610, 5010 and its kind's faults."""
    kind = next((name for name in body if name in ENTITIES), None)
    if kind is None:
        raise missing("Transaction")
    template = body[kind]
    if removing:
        operations.current(company, ENTITY, template)
        company.records.delete(KIND, template["Id"])
        return {kind: {"status": "Deleted", "domain": "QBO", "Id": template["Id"]}}
    if blank(template.get("RecurringInfo")):
        raise missing("RecurringInfo")
    before = None if blank(template.get("Id")) else operations.current(company, ENTITY, template)
    prepared = operations.prepared(company, ENTITIES[kind], template, None)
    members = {"Type": kind, "Template": {**prepared, "RecurringInfo": template["RecurringInfo"]}}
    if before:
        return shown(company, company.records.update(KIND, {**members, "Id": before["Id"]}))
    return shown(company, company.records.create(KIND, members))
