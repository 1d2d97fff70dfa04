"""Serves a twin over real HTTP on the loopback address."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterable
from threading import Thread
from typing import TYPE_CHECKING

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from infra.sandbox.kernel.application import ConnectionLostError, TwinApplication

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class _QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """A twin keeps its own call meter; the console stays quiet."""


class TwinServer:
    """One twin listening on 127.0.0.1; port 0 takes a free one."""

    def __init__(self, twin: TwinApplication, port: int = 0) -> None:
        self._twin = twin
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", port, self._application, threaded=True, request_handler=_QuietHandler
        )
        self._thread = Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="twin-server", daemon=True
        )

    @property
    def base_url(self) -> str:
        """Where the twin is reached."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        """Serve from a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def _application(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return self._twin(environ, start_response)
        except ConnectionLostError as lost:
            connection: socket.socket = environ["werkzeug.socket"]
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            raise ConnectionResetError from lost  # the server takes it for a client that went away, and says nothing
