"""The operator of a connection: the commands of `infra/operator`, as from a shell with the AWS credentials of the stack."""

import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from counterfoil.domain.identity import RecordRef
from infra.local.stack import STACK_NAME
from infra.operator import apply, checks, choices, explain, fees, pdf, plan, retry, rules

type Command = Callable[[Sequence[str]], int]
type Told = Sequence[Mapping[str, Any]]

WHO = "Grace, who keeps the books"


class CommandRefusedError(Exception):
    """A command ended with another code than 0; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever runs the product for one connection."""

    connection_id: str

    def checks(self, *arguments: str) -> str:
        """How both accounts are set up, also where that must be mended."""
        try:
            return self._run(checks.main, *arguments)
        except CommandRefusedError as error:
            return str(error)

    def plan(self, *arguments: str) -> Told:
        """What would be done: the plan, then its rows."""
        return _lines(self._run(plan.main, *arguments))

    def plan_of(self, kind: str, changed: Mapping[str, object]) -> Told:
        """What would be done if the rule of a kind were changed so."""
        with self._file(kind, changed) as file:
            return self.plan("--rule", file)

    def apply(self) -> Mapping[str, Any]:
        """Have what the newest plan says carried."""
        return _lines(self._run(apply.main))[0]

    def explain(self, ref: RecordRef) -> str:
        """Why a record stands as it does."""
        return self._run(explain.main, "--record", str(ref))

    def retry(self, *arguments: str) -> None:
        """Have what fails or waits tried again."""
        self._run(retry.main, *arguments)

    def fees(self, month: str) -> Mapping[str, Any]:
        """The fees of a month's payments."""
        return _lines(self._run(fees.main, "--month", month, "--as", "json"))[0]

    def pdf(self, ref: RecordRef) -> bytes:
        """QuickBooks' PDF of an invoice."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / "invoice.pdf"
            self._run(pdf.main, "--record", str(ref), "--to", str(file))
            return file.read_bytes()

    def decide(self, verb: str, ref: RecordRef, why: str, *further: str) -> None:
        """Choose, link, unlink, leave out, take back, accept, send again."""
        self._run(partial(choices.main, verb), "--record", str(ref), "--who", WHO, "--why", why, *further)

    def rule(self, kind: str) -> Mapping[str, Any]:
        """The current rule of a kind, as its file."""
        (document,) = json.loads(self._rules("show", "--kind", kind))["rules"]
        return dict(document)

    def save(self, kind: str, why: str, *options: str, **changed: object) -> None:
        """Let the rule of a kind say something else; with "--draft" only on paper."""
        with self._file(kind, changed) as file:
            self._rules("save", "--file", file, "--who", WHO, "--why", why, *options)

    def history(self, kind: str) -> Told:
        """Every version of a rule, the newest first."""
        return _lines(self._rules("history", "--kind", kind))

    def restore(self, kind: str, version: int, why: str) -> None:
        """A version of a rule is the current one again."""
        self._rules("restore", "--kind", kind, "--version", str(version), "--who", WHO, "--why", why)

    def switch(self, to: str, kind: str, why: str) -> None:
        """A rule is switched "off" or "on"."""
        self._rules(to, "--kind", kind, "--who", WHO, "--why", why)

    @contextmanager
    def _file(self, kind: str, changed: Mapping[str, object]) -> Iterator[str]:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "rules.json"
            file.write_text(json.dumps({"rules": [{**self.rule(kind), **changed}]}), encoding="utf-8")
            yield str(file)

    def _rules(self, command: str, *arguments: str) -> str:
        return _told(rules.main, [command, "--stack", STACK_NAME, "--connection", self.connection_id, *arguments])

    def _run(self, command: Command, *arguments: str) -> str:
        return _told(command, ["--stack", STACK_NAME, "--connection", self.connection_id, *arguments])


def _told(command: Command, arguments: Sequence[str]) -> str:
    """What a command says. Raises CommandRefusedError."""
    said, complained = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(complained):
        code = command(arguments)
    if code:
        raise CommandRefusedError(complained.getvalue().strip() or said.getvalue().strip())
    sys.stderr.write(complained.getvalue())
    return said.getvalue()


def _lines(text: str) -> Told:
    return [json.loads(line) for line in text.splitlines()]
