"""The same campaign over HTTP, at the function behind a small server on this machine."""

import threading
from collections.abc import Iterator

import pytest
from werkzeug import Request, Response
from werkzeug.serving import make_server

from tests.fuzz.campaign import attack
from tests.fuzz.targets import over_http
from tests.unit.entrypoints.gateway import Gateway, request


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def base_url(gateway: Gateway) -> Iterator[str]:
    """Where the function answers."""

    @Request.application
    def application(incoming: Request) -> Response:
        headers = {name.lower(): value for name, value in incoming.headers.items()}
        query = incoming.query_string.decode("latin-1")
        return Response(status=gateway.deliver(request(incoming.path, incoming.get_data(), headers, query=query)))

    server = make_server("127.0.0.1", 0, application)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_hostile_request_is_believed_over_http(gateway: Gateway, base_url: str) -> None:
    findings = attack(over_http(base_url), 200, seed=3)
    assert not findings.violations
    assert findings.sent == 200
    assert not gateway.queue.batches
