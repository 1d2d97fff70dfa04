"""What people map to each other, and a value that the other side has no place for."""

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.keeper import Author
from tests.remedies.office import Office

CLASS = {"id": "class", "own": True, "hubspot": "hs_purchase_order_number", "quickbooks": "ClassRef.name"}


@pytest.mark.feature("F2", "F3", "X18")
def test_e15_the_class_is_entered_in_quickbooks(office: Office) -> None:
    """Without a retry: the poll sees that a list of the company has changed."""
    office.bookkeeper.enter("Class", Name="Web")
    office.poll()
    rules, connection = office.house.operator.rules, office.connection.id
    current = office.house.operator.connections.get(connection).rules[EntityKind.INVOICE]
    document = {**written(current), "mappings": [{**CLASS, "direction": "hubspot_to_quickbooks"}]}
    rules.save(connection, document, Author(who="Ada", why="Classes"))
    invoice = office.invoice(hs_purchase_order_number="Retail")
    assert office.fails(invoice) is ErrorCategory.VALUE_DOES_NOT_FIT
    assert office.outcome(invoice).explanation == "The company's QuickBooks has no active class called Retail."
    office.bookkeeper.enter("Class", Name="Retail")
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["ClassRef"]["name"] == "Retail"
