"""What AWS takes for a million invoices, and what that consists of."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.benchmarks import prices
from tests.benchmarks.arriving import POLLS, Shop
from tests.benchmarks.counting import Calls, counted, vendor_calls
from tests.benchmarks.metering import Metered, logged, metered
from tests.benchmarks.prices import Price


@dataclass(frozen=True, slots=True)
class Row:
    """One part of the cost: how much of it an invoice takes."""

    what: str
    amount: float
    price: Price

    @property
    def usd(self) -> float:
        """For a million invoices."""
        return self.amount * self.price.usd


def of_invoices(shop: Shop, many: int, *, at_once: bool) -> list[Row]:
    """The parts of what so many invoices cost, until both vendors have told of them; of a burst, its polls as well."""
    drafts = shop.drafts(many)
    house = shop.world.house
    with metered(house) as found, counted(house) as calls, logged() as bytes_logged:
        shop.sell(drafts, at_once=at_once)
        for _ in range(POLLS if at_once else 0):
            shop.poll()
    processor = prices.PROCESSOR_AT_ONCE if at_once else prices.PROCESSOR_ALONE
    seconds = processor * many + _waiting(found, calls)
    return list(_rows(found, seconds, sum(bytes_logged), many))


def total(rows: list[Row]) -> float:
    """US dollars for a million invoices."""
    return sum(row.usd for row in rows)


def told(rows: list[Row]) -> Iterator[str]:
    """The rows as lines of a table, the dearest first."""
    for row in sorted(rows, key=lambda row: -row.usd):
        yield f"{row.what:<28} {row.amount:>9.3f} {row.price.of:<40} {row.usd:>7.2f} USD"


def _waiting(found: Metered, calls: Calls) -> float:
    return vendor_calls(calls) * prices.VENDOR_SECONDS + found.calls.total() * prices.AWS_SECONDS


def _rows(found: Metered, seconds: float, bytes_logged: int, many: int) -> Iterator[Row]:
    invoked, webhooks = found.functions.total(), found.functions["webhook_intake"]
    workers = sum(count for name, count in found.functions.items() if name.endswith("_sync"))
    asked = sum(count for name, count in found.calls.items() if name.startswith("sqs "))
    keys = sum(count for name, count in found.calls.items() if name.startswith("kms "))
    kilobytes = bytes_logged / 1_000 + invoked * prices.PLATFORM_LOG + webhooks * prices.ACCESS_LOG
    queued = asked + found.more_queue_requests + workers * prices.QUEUE_REQUESTS_OF_A_WORKER
    yield Row("DynamoDB, written", found.writes.total() / many, prices.WRITE_UNIT)
    yield Row("DynamoDB, read", sum(found.reads.values()) / many, prices.READ_UNIT)
    yield Row("Lambda, invocations", invoked / many, prices.INVOCATION)
    yield Row("Lambda, time", seconds * prices.MEMORY_GB / many, prices.GB_SECOND)
    yield Row("SQS", queued / many, prices.QUEUE_REQUEST)
    yield Row("API Gateway", webhooks / many, prices.HTTP_REQUEST)
    yield Row("CloudWatch Logs", kilobytes / many, prices.LOG_KILOBYTE)
    yield Row("KMS", keys / many, prices.KEY_REQUEST)
