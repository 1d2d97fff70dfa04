"""A QuickBooks twin per test: called in process by raw httpx, or over real HTTP by the community's clients."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from infra.sandbox.kernel.application import Kernel
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.kernel.server import TwinServer
from infra.sandbox.quickbooks.twin import QuickBooksTwin
from tests.contract.quickbooks_twin.client import Books, Receiver

MORNING = datetime(2026, 3, 16, 16, 0, tzinfo=UTC)


@pytest.fixture
def receiver() -> Receiver:
    """Where webhooks arrive."""
    return Receiver()


@pytest.fixture
def twin(receiver: Receiver) -> QuickBooksTwin:
    """A seeded twin at a fixed moment; its webhooks go to `receiver` when pumped."""
    kernel = Kernel(clock=Clock(frozen_at=MORNING))
    return QuickBooksTwin(kernel, webhook_client=httpx.Client(transport=httpx.MockTransport(receiver.take)))


@pytest.fixture
def books(twin: QuickBooksTwin) -> Books:
    """The seeded company, without ceilings on the number of calls."""
    books = Books(twin, twin.credentials())
    books.switch(throttling=False)
    return books


@pytest.fixture
def served(books: Books) -> Iterator[str]:
    """The base URL of the same twin over real HTTP."""
    server = TwinServer(books.twin)
    server.start()
    yield server.base_url
    server.stop()
