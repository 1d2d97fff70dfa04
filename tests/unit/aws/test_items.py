"""Connections as they were stored before the domain grew are read all the same."""

from datetime import UTC, datetime

import pytest

from counterfoil.adapters.aws.items import Body, stamp
from counterfoil.adapters.aws.older_rules import of_today
from counterfoil.adapters.aws.sizes import size_of
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.plan_job import PlanScope
from counterfoil.domain.rules import FieldMapping, new_rule
from tests.builders import a_connection

_OF_DATA = ("version", "filters", "matching", "mappings", "create", "after_unmatch", "options")


def test_a_connection_stored_before_rules_were_data_keeps_what_its_rules_said() -> None:
    body, before = Body(Connection), a_connection()
    stored = body.dump(before)
    for kind, rule in stored["rules"].items():
        for member in _OF_DATA:
            rule.pop(member, None)
        rule |= {"left_out": ["memo"] if kind == "invoice" else [], "only_when_needed": kind == "customer", "further": {}}

    found = body.load(of_today(stored)).rules

    assert found[EntityKind.INVOICE].left_out == {"memo"}
    for kind in (EntityKind.CUSTOMER, EntityKind.PRODUCT):
        rule = before.rules[kind]
        assert found[kind] == new_rule(kind, rule.direction, rule.switched_on_at)


def test_a_connection_stored_today_is_read_as_it_is() -> None:
    stored = Body(Connection).dump(a_connection())
    assert of_today(stored) == stored


def test_of_the_fields_of_a_rule_only_what_is_set_is_stored_and_a_connection_takes_half_of_the_bytes() -> None:
    before, whole, sparse = a_connection(), Body(Connection), Body(Connection, sparse=(FieldMapping,))
    memo = {"id": "memo"}
    assert memo in sparse.dump(before)["rules"]["invoice"]["mappings"]
    assert sparse.load(of_today(sparse.dump(before))) == sparse.load(whole.dump(before)) == before
    assert size_of(sparse.dump(before)) * 3 < size_of(whole.dump(before)) * 2


@pytest.mark.parametrize("year", [1, 26, 1969, 2026, 9999])
def test_a_moment_of_any_year_is_stored_so_that_it_sorts_and_is_read_again(year: int) -> None:
    body, scope = Body(PlanScope), PlanScope(since=datetime(year, 1, 7, 12, tzinfo=UTC))
    assert body.load(body.dump(scope)) == scope
    assert len(stamp(datetime(year, 1, 7, 12, tzinfo=UTC))) == len("2026-01-07T12:00:00.000000Z")
