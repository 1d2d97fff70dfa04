"""A command against the console over HTTP, from the options on its line to the answer that it tells."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from counterfoil_console.domain.role import Role
from infra.operator import retry, status
from tests.builders import a_connection
from tests.unit.console.house import House
from tests.unit.console.programs import program_of


@contextmanager
def served(house: House) -> Iterator[str]:
    """The address of a console on fakes, for as long as the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def _answer(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            answered = house.call(method, self.path, headers | {"accept-encoding": ""}, body)
            content = answered.text.encode()
            self.send_response(answered.status)
            for name, value in {**answered.headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://console.localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_command_reaches_the_console_with_the_token_of_a_file(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    connection_id = house.connections.save(a_connection()).id
    file = tmp_path / "token.txt"
    file.write_text(program_of(house, Role.VIEWER).secret + "\n", encoding="utf-8")
    with served(house) as url:
        assert status.main(["--url", url, "--token-file", str(file)]) == 0
        first = json.loads(capsys.readouterr().out.splitlines()[0])
        assert (first["connection"], first["state"]) == (connection_id, "active")
        assert retry.main(["--url", url, "--token-file", str(file), "--connection", connection_id]) == 1
        assert capsys.readouterr().err == "a viewer may look, and change nothing\n"
        file.write_text("cf_wrong", encoding="utf-8")
        assert status.main(["--url", url, "--token-file", str(file)]) == 1
        assert "the token is unknown" in capsys.readouterr().err
