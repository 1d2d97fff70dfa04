"""Domain values as table items, also those that were stored before the domain grew."""

from counterfoil.adapters.aws.items import Body
from counterfoil.domain.connection import Connection
from tests.builders import a_connection


def test_a_connection_stored_before_rules_named_further_properties_is_read() -> None:
    body = Body(Connection)
    stored = body.dump(a_connection())
    for rule in stored["rules"].values():
        del rule["further"]
    assert body.load(stored) == a_connection()
