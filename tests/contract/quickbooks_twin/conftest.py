"""A QuickBooks twin per test: called in process by raw httpx2, or over real HTTP by the community's clients."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx2
import pytest
from intuitlib.client import AuthClient  # type: ignore[import-untyped]
from quickbooks import QuickBooks  # type: ignore[import-untyped]

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
    return QuickBooksTwin(kernel, webhook_client=httpx2.Client(transport=httpx2.MockTransport(receiver.take)))


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


@pytest.fixture
def auth(books: Books, served: str) -> AuthClient:
    """intuit-oauth, pointed at the twin by its discovery document."""
    found = books.credentials
    discovery = f"{served}/.well-known/openid_sandbox_configuration/"
    return AuthClient(
        found["client_id"], found["client_secret"], "https://app.example.com/callback", discovery,
        access_token=found["access_token"], refresh_token=found["refresh_token"],
    )  # fmt: skip


@pytest.fixture
def client(auth: AuthClient, books: Books, served: str, monkeypatch: pytest.MonkeyPatch) -> QuickBooks:
    """python-quickbooks, pointed at the twin by its class attribute; its OAuth library must be told of plain HTTP."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")

    class TwinQuickBooks(QuickBooks):  # type: ignore[misc]
        api_url_v3 = f"{served}/v3"

    return TwinQuickBooks(
        auth_client=auth, refresh_token=auth.refresh_token, company_id=books.credentials["realm_id"], minorversion=75
    )
