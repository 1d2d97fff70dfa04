"""The typed client, in front of the console on fakes."""

from collections.abc import Mapping

import httpx2

from infra.client.client import ConsoleClient
from tests.unit.console.house import DANA, OURS, House, signed_in
from tests.unit.console.programs import Program


def client_of(program: Program, sleeps: list[float] | None = None) -> ConsoleClient:
    """The client of a program; it waits by writing down how long."""
    return over(program.house, program.authorization, sleeps)


def client_in_person(house: House) -> ConsoleClient:
    """The client of somebody who is signed in, as a script of ours would be."""
    dana = signed_in(house, DANA)
    cookie = f"__Host-session={dana.cookies['__Host-session']}"
    return over(house, {**OURS, "x-csrf": dana.csrf, "cookie": cookie})


def over(house: House, headers: Mapping[str, str], sleeps: list[float] | None = None) -> ConsoleClient:
    """The client of whoever shows these headers."""
    waited: list[float] = [] if sleeps is None else sleeps

    def answer(request: httpx2.Request) -> httpx2.Response:
        address = request.url.raw_path.decode()
        answered = house.call(request.method, address, dict(request.headers), request.content.decode())
        told = {name: value for name, value in answered.headers.items() if name.lower() != "content-encoding"}
        return httpx2.Response(answered.status, headers=told, content=answered.text.encode())

    http = httpx2.Client(transport=httpx2.MockTransport(answer), base_url="https://console.example", headers=dict(headers))
    return ConsoleClient(http=http, sleep=waited.append)


def without_a_terminal(_question: str) -> str:
    """How a script answers, which nobody can ask."""
    raise EOFError
