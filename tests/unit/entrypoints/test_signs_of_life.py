"""While a bundle waits for a vendor, or pauses before it tries again, its worker shows that it lives."""

from functools import partial
from threading import Lock
from time import sleep
from typing import Any

import httpx2
import pytest

from counterfoil.adapters.calling import side_by_side
from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.change import ChangeBatch, ChangeEvent
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import QueueError
from counterfoil.settings import Settings
from tests.builders import NOON, hubspot


class Refusing:
    """A queue that takes nothing."""

    def send_message_batch(self, *, Entries: list[dict[str, Any]], **_: object) -> dict[str, Any]:  # noqa: N803
        """See boto3."""
        return {"Failed": [{"Id": entry["Id"], "SenderFault": False, "Code": "InternalError"} for entry in Entries]}


def test_signs_come_one_by_one_though_several_requests_are_made_at_the_same_time() -> None:
    shown, alone = Lock(), list[bool]()

    def show() -> None:
        if is_alone := shown.acquire(blocking=False):
            sleep(0.01)
            shown.release()
        alone.append(is_alone)

    vendor = httpx2.Client(transport=httpx2.MockTransport(lambda _: httpx2.Response(200)))
    bundle = Bundle(Settings(table_name="table"), http=vendor)
    bundle.before_waiting = show
    side_by_side([partial(vendor.get, "http://vendor.test")] * 4)
    assert alone == [True] * 4


def test_before_every_request_and_before_every_pause() -> None:
    happened: list[str] = []

    def answer(_: httpx2.Request) -> httpx2.Response:
        happened.append("asked")
        return httpx2.Response(200)

    vendor = httpx2.Client(transport=httpx2.MockTransport(answer))
    bundle = Bundle(
        Settings(table_name="table"),
        client={"sqs": Refusing()}.__getitem__,
        http=vendor,
        sleep=lambda _: happened.append("slept"),
    )
    bundle.before_waiting = lambda: happened.append("alive")

    vendor.get("http://vendor.test")
    assert happened == ["alive", "asked"]

    ref = hubspot(EntityKind.INVOICE, "1")
    batch = ChangeBatch(connection_id="a", kind=ref.kind, events=(ChangeEvent(ref, NOON, "moved"),))
    with pytest.raises(QueueError):
        bundle.queue.send([batch])
    assert happened[2:4] == ["alive", "slept"]
