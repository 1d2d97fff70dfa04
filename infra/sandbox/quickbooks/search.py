"""Runs a parsed query over one company's objects."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.comparisons import Comparison
from infra.sandbox.quickbooks.entities import BY_SEGMENT
from infra.sandbox.quickbooks.entity import Entity
from infra.sandbox.quickbooks.errors import QuickBooksError
from infra.sandbox.quickbooks.presentation import shown
from infra.sandbox.quickbooks.query import MOST_RESULTS, Statement, parse
from infra.sandbox.quickbooks.wire import Document

INNER = ("value", "Address", "FreeFormNumber", "URI")


def run(company: Company, text: str) -> Document:
    """The value of `QueryResponse`; an empty object when nothing matches. Raises 4000, 4001, 4002."""
    statement = parse(text, doubled_quotes=company.switches.doubled_quote_escapes)
    entity = _entity(company, statement)
    case_sensitive = company.switches.case_sensitive_queries
    comparisons = [Comparison(one, case_sensitive=case_sensitive) for one in statement.conditions]
    rows = [row for row in _candidates(company, entity, statement) if _matches(comparisons, row)]
    if statement.count:
        return {"totalCount": len(rows)}
    rows = _ordered(rows, statement.order)
    page = _page(company, entity, statement, rows)
    if not page:
        return {}
    _refuse_poisoned(company, page)
    answer: Document = {entity.name: [_row(company, entity, statement, row) for row in page]}
    answer.update(startPosition=statement.start, maxResults=len(page))
    if company.switches.total_count_in_rows:
        answer["totalCount"] = len(page)
    return answer


def _page(company: Company, entity: Entity, statement: Statement, rows: list[Document]) -> list[Document]:
    """One page of rows. The pseudo tax codes of US companies come on top of the first one, whatever its size.

    https://github.com/ej2/python-quickbooks/blob/master/tests/integration/test_taxcode.py
    """
    pseudo = [row for row in rows if not row["Id"].isdigit()] if entity.name == "TaxCode" else []
    counted = [row for row in rows if row not in pseudo]
    page = counted[statement.start - 1 :][: _limit(company, statement.limit)]
    return pseudo + page if statement.start == 1 else page


def _entity(company: Company, statement: Statement) -> Entity:
    if not company.switches.unequal_parses and any(one.operator == "!=" for one in statement.conditions):
        raise QuickBooksError("4000", "QueryParserError: Encountered unexpected '!='")
    entity = BY_SEGMENT.get(statement.entity.lower())
    if entity is None:
        raise QuickBooksError("4001", f"QueryValidationError: Invalid context declaration {statement.entity}")
    asked = {condition.member for condition in statement.conditions} | {member for member, _ in statement.order}
    if unknown := sorted(asked - entity.filterable):
        detail = f"QueryValidationError: Property {unknown[0]} not found or not queryable for Entity {entity.name}"
        raise QuickBooksError("4001", detail)
    return entity


def _limit(company: Company, limit: int) -> int:
    if limit > MOST_RESULTS and company.switches.above_max_results == "refuse":
        detail = f"QueryValidationError: value {limit} is too large. Max allowed value is {MOST_RESULTS}"
        raise QuickBooksError("4001", detail)
    return min(limit, MOST_RESULTS)


def _candidates(company: Company, entity: Entity, statement: Statement) -> Iterable[Document]:
    by_id = [set(one.values) for one in statement.conditions if one.member == "Id" and one.operator in {"=", "IN"}]
    if by_id:
        keys = sorted(set.intersection(*by_id), key=lambda key: (len(key), key))
        rows = [row for key in keys if (row := company.records.get(entity.name, key))]
    else:
        rows = company.records.all(entity.name)
    hides = entity.active_flag and not any(condition.member == "Active" for condition in statement.conditions)
    return [row for row in rows if row.get("Active") is not False] if hides else rows


def _matches(comparisons: Sequence[Comparison], row: Document) -> bool:
    return all(one.holds(_value(row, one.member)) for one in comparisons)


def _value(row: Document, path: str) -> Any:
    value: Any = row
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if isinstance(value, dict):
        return next((value[name] for name in INNER if name in value), None)
    return value


def _ordered(rows: list[Document], order: tuple[tuple[str, bool], ...]) -> list[Document]:
    for member, descending in reversed(order):
        rows = sorted(rows, key=lambda row: _sort_key(_value(row, member)), reverse=descending)
    return rows


def _sort_key(value: Any) -> tuple[int, Decimal, str]:
    if isinstance(value, int | Decimal):
        return 1, Decimal(value), ""
    if isinstance(value, str) and value.isdigit():
        return 1, Decimal(value), value
    return (0, Decimal(0), "") if value is None else (2, Decimal(0), value.casefold())


def _row(company: Company, entity: Entity, statement: Statement, row: Document) -> Document:
    if entity.name == "Item" and not company.switches.sku_without_asking and "Sku" not in statement.members:
        row = {name: value for name, value in row.items() if name != "Sku"}
    return shown(company, row)


def _refuse_poisoned(company: Company, page: list[Document]) -> None:
    """One stored address that cannot be parsed has made whole queries fail.

    https://github.com/intuit/QuickBooks-V3-Java-SDK/issues/47
    """
    if company.switches.bad_email_fails_query and any("@" not in str(_value(row, "BillEmail") or "@") for row in page):
        raise QuickBooksError("4002", "QueryProcessingError: To email address entered is invalid")
