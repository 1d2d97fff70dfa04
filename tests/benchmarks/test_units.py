"""What DynamoDB counts for an invoice."""

import pytest

from tests.benchmarks.arriving import selling
from tests.benchmarks.capacity import each_read, followed, read_together, size_of, written
from tests.benchmarks.units import fill, of_invoices


def item(**texts: str) -> dict[str, dict[str, str]]:
    """An item of texts."""
    return {"pk": {"S": "p"}, "sk": {"S": "s"}, **{name: {"S": text} for name, text in texts.items()}}


def test_units_are_counted_as_aws_documents_them() -> None:
    nested = {"N": "-10.50"}, {"NULL": True}, {"B": b"abc"}
    assert size_of({"a": {"L": [*nested]}, "bc": {"M": {"ä": {"S": "x"}}}}) == 1 + 3 + 3 + (3 + 1 + 3) + 2 + 3 + 1 + 2 + 1
    small, large = item(text="x"), item(text="x" * 1_500)
    assert (written(None, small), written(small, large), written(large, None)) == (1, 2, 2)
    assert (each_read([small, None], latest=True), each_read([small], latest=False)) == (2, 0.5)
    assert (read_together([small] * 3, latest=True), read_together([], latest=False)) == (1, 0.5)
    listed, moved = item(due_pk="c", due_sk="1"), item(due_pk="c", due_sk="2")
    assert [followed(*pair) for pair in ((small, large), (None, listed), (listed, moved), (listed, small))] == [0, 1, 2, 1]


@pytest.mark.feature("X5")
@pytest.mark.parametrize(("at_once", "writes", "reads"), [(True, 10, 5.5), (False, 12, 9.5)], ids=["burst", "one by one"])
def test_an_invoice_writes_and_reads_little_and_only_by_keys(writes: float, reads: float, *, at_once: bool) -> None:
    many = 20 if at_once else 10
    with selling() as shop:
        found = of_invoices(shop, many, at_once=at_once)
    print(f"units per invoice: {found.writes.total() / many:.1f} write, {sum(found.reads.values()) / many:.1f} read")
    assert found.unbounded == []
    assert found.writes.total() <= writes * many
    assert sum(found.reads.values()) <= reads * many


@pytest.mark.feature("X5")
@pytest.mark.parametrize("links", [1_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_an_invoice_costs_the_same_however_many_links_there_are(links: int) -> None:
    units = []
    for before in (0, links):
        with selling() as shop:
            fill(shop, before)
            found = of_invoices(shop, 10, at_once=True)
        assert found.unbounded == []
        units.append((found.writes.total(), sum(found.reads.values())))
    (few, few_read), (many, many_read) = units
    assert many <= few * 1.05
    assert many_read <= few_read * 1.05
