"""A small Lambda Runtime API for one execution environment: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html."""

import json
import queue
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What the runtime client posted: the handler's result, or its error as AWS words it."""

    payload: Any
    failed: bool


@dataclass
class Exchange:
    """What passes between Lambda and one process of its runtime client."""

    answers: queue.Queue[Answer] = field(default_factory=queue.Queue)
    ready: threading.Event = field(default_factory=threading.Event)
    """Set when the process first asks for work."""
    _events: queue.Queue[tuple[str, int, bytes]] = field(default_factory=queue.Queue)

    def offer(self, event: Mapping[str, object], timeout: float) -> None:
        """Give the process an event and `timeout` seconds for it."""
        deadline = int((time.time() + timeout) * 1000)
        self._events.put((str(uuid.uuid4()), deadline, json.dumps(event).encode()))

    def next(self) -> tuple[str, int, bytes]:
        """Wait for an event: its request id, its deadline in epoch milliseconds, its JSON."""
        self.ready.set()
        return self._events.get()


class RuntimeApi:
    """The HTTP side, on the loopback address. A new process gets a new `exchange`."""

    def __init__(self) -> None:
        self.exchange = Exchange()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._server.daemon_threads = True

    @property
    def address(self) -> str:
        """Host and port, as AWS_LAMBDA_RUNTIME_API wants them."""
        return f"127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        """Serve from a thread of its own."""
        threading.Thread(target=self._server.serve_forever, args=(0.02,), name="runtime-api", daemon=True).start()

    def stop(self) -> None:
        """Stop serving and free the port."""
        self._server.shutdown()
        self._server.server_close()


def _handler_for(api: RuntimeApi) -> type[BaseHTTPRequestHandler]:
    class RuntimeApiHandler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """`/runtime/invocation/next`."""
            request_id, deadline, event = api.exchange.next()
            self._answer(
                200,
                event,
                {
                    "Lambda-Runtime-Aws-Request-Id": request_id,
                    "Lambda-Runtime-Deadline-Ms": str(deadline),
                    "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:000000000000:function:local",
                },
            )

        def do_POST(self) -> None:
            """`/runtime/invocation/{id}/response`, `/runtime/invocation/{id}/error` and `/runtime/init/error`."""
            payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            api.exchange.answers.put(Answer(payload, failed=self.path.endswith("/error")))
            self._answer(202, b"{}", {})

        def _answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
            self.send_response(status)
            # awslambdaric crashes without a content type.
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Nobody reads a log of these."""

    return RuntimeApiHandler
