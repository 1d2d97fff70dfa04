"""Programs that call the console with a token."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.role import Role
from tests.unit.console.house import DANA, Answered, House, signed_in

_keys = count(1)


@dataclass(frozen=True)
class Program:
    """Something that shows a token."""

    house: House
    secret: str

    @property
    def authorization(self) -> Mapping[str, str]:
        """What it shows."""
        return {"authorization": f"Bearer {self.secret}"}

    def get(self, path: str) -> Answered:
        """Read something."""
        return self.house.call("GET", path, self.authorization)

    def post(self, path: str, body: object = None, *, key: str | None = None) -> Answered:
        """Do something, with a key of its own unless one is given."""
        keyed = {"idempotency-key": f"key-{next(_keys)}" if key is None else key}
        headers = {**self.authorization, "content-type": "application/json", **keyed}
        return self.house.call("POST", f"/api/v1/{path}", headers, json.dumps(body) if body is not None else "")


def program_of(house: House, role: Role) -> Program:
    """A program with a token that Dana made."""
    if not house.people.everyone():
        signed_in(house, DANA)
    (dana,) = house.people.everyone()
    actor = Actor(id=dana.id, name=dana.name, role=Role.ADMINISTRATOR)
    _, secret = house.console.tokens.make(actor, "Report", role, timedelta(days=1))
    return Program(house, secret)


def read(answer: Answered) -> Any:
    """What was answered, if it was no refusal."""
    assert answer.status == 200, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    return json.loads(answer.text)


def problem(answer: Answered) -> Any:
    """Why it was refused."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    told = json.loads(answer.text)
    assert told["status"] == answer.status
    return told
