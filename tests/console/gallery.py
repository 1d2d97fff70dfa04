"""Serves rendered pages as the console does, with its Content-Security-Policy."""

import gzip
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from counterfoil_console.assets import asset

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def served(pages: Mapping[str, str], path: str) -> tuple[bytes, str]:
    """What is at an address. Raises KeyError when nothing is."""
    if path.startswith("/static/"):
        return asset(path.removeprefix("/static/"))
    return pages[path.removeprefix("/")].encode(), "text/html; charset=utf-8"


@contextmanager
def serving(pages: Mapping[str, str]) -> Iterator[str]:
    """The address at which the pages are, each by its name, for as long as the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                content, kind = served(pages, self.path.partition("?")[0])
            except KeyError:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("content-security-policy", POLICY)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def weight(pages: Mapping[str, str], name: str) -> tuple[int, int]:
    """The bytes of a page with all that it loads, plain and compressed."""
    page = pages[name]
    loaded = re.findall(r'(?:src|rel="stylesheet" href|rel="icon" href)="(/static/[^"]+)"', page)
    parts = [page.encode(), *(served(pages, address)[0] for address in loaded)]
    return sum(map(len, parts)), sum(len(gzip.compress(part)) for part in parts)
