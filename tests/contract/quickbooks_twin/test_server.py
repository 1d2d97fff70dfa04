"""How the twins are served: an answer that is lost on purpose is no news for the console."""

import logging

import httpx2
import pytest

from infra.sandbox.kernel.faults import Fault, FaultKind
from infra.sandbox.kernel.server import TwinServer
from infra.sandbox.quickbooks.twin import QuickBooksTwin


@pytest.mark.parametrize("kind", [FaultKind.DROPPED_BEFORE, FaultKind.DROPPED_AFTER])
def test_a_lost_connection_is_quiet(kind: FaultKind, caplog: pytest.LogCaptureFixture) -> None:
    twin = QuickBooksTwin(seeded=False)
    server = TwinServer(twin)
    server.start()
    twin.kernel.faults.add(Fault(kind))
    with caplog.at_level(logging.INFO), pytest.raises(httpx2.RemoteProtocolError):
        httpx2.get(f"{server.base_url}/v3/company/1/companyinfo/1")
    assert httpx2.get(f"{server.base_url}/v3/company/1/companyinfo/1").status_code == 401
    server.stop()
    assert [record.message for record in caplog.records if record.name == "werkzeug"] == []
