"""Reads and writes the rules of a connection: `uv run poe rules --help`.

    poe rules show --connection 62515-9130 > rules.json
    poe rules check --connection 62515-9130 --file rules.json
    poe rules save --connection 62515-9130 --file rules.json --why "Only customers in the United States"
    poe rules history --connection 62515-9130 --kind invoice
    poe rules restore --connection 62515-9130 --kind invoice --version 3 --why "Back to how it was"
    poe rules off --connection 62515-9130 --kind invoice --why "Year's end"

A wrong file is refused with every fault in it, each with the path to its place, and changes nothing.
"""

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil.engine.rules.keeper import Author, RuleKeeper
from counterfoil_console.api.rules import Version
from infra.client.client import ConsoleClient
from infra.operator.command import answered, console_of, refuse, say, with_console, with_stack
from infra.operator.deployment import deployed_bundle
from infra.operator.rules_desk import ConsoleRules, RulesDesk, StackRules

_KINDS = [kind.value for kind in EntityKind if kind is not EntityKind.PAYMENT]

type Command = Callable[[argparse.Namespace, RulesDesk], int]


def deployed_rules(stack_name: str) -> RuleKeeper:
    """What keeps the rules of the bundle deployed as `stack_name`. Raises ClientError."""
    return deployed_bundle(stack_name).rules


def main(
    arguments: Sequence[str] | None = None,
    rules_of: Callable[[str], RuleKeeper] = deployed_rules,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
) -> int:
    """Do what is asked, and say what came of it as JSON; 1 when it is refused.

    `rules_of` finds a stack by name, `client_of` a console by the options.
    """
    given = _parser().parse_args(arguments)

    def act() -> int:
        if given.url:
            return _COMMANDS[given.command](given, ConsoleRules(client_of(given), given.connection))
        return _COMMANDS[given.command](given, StackRules(rules_of(given.stack), given.connection))

    try:
        return answered(act)
    except ConcurrentChangeError:
        return refuse("somebody else changes this connection at the same time: try again")


def _show(given: argparse.Namespace, desk: RulesDesk) -> int:
    if given.version is not None and given.kind is None:
        return refuse("a version is one of a kind: say which with --kind")
    rules = [document for document in desk.current() if given.kind in {None, document["kind"]}]
    if given.version is not None:
        rules = [one.document for one in desk.history(given.kind) if one.version == given.version]
    if not rules:
        return refuse(f"there is no version {given.version} of this rule")
    sys.stdout.write(json.dumps({"rules": rules}, indent=2) + "\n")
    return 0


def _check(given: argparse.Namespace, desk: RulesDesk) -> int:
    return _with_file(given, lambda file: [_right(rule["kind"]) for rule in desk.check(file)])


def _save(given: argparse.Namespace, desk: RulesDesk) -> int:
    return _with_file(given, lambda file: [_told(one) for one in desk.save(file, _author(given), draft=given.draft)])


def _with_file(given: argparse.Namespace, use: Callable[[object], Sequence[Mapping[str, object]]]) -> int:
    try:
        text = sys.stdin.read() if given.file == "-" else Path(given.file).read_text(encoding="utf-8")
        file = json.loads(text)
    except (OSError, ValueError) as error:
        return refuse(f"{given.file}: {error}")
    for answer in use(file):
        say(answer)
    return 0


def _history(given: argparse.Namespace, desk: RulesDesk) -> int:
    versions, current = desk.history(given.kind), desk.current_version(given.kind)
    for version in versions:
        say({**_told(version), "current": version.version == current})
    return 0


def _restore(given: argparse.Namespace, desk: RulesDesk) -> int:
    say(_told(desk.restore(given.kind, given.version, _author(given))))
    return 0


def _switched(given: argparse.Namespace, desk: RulesDesk) -> int:
    say(_told(desk.switch(given.command, given.kind, _author(given))))
    return 0


_COMMANDS: Mapping[str, Command] = {
    "show": _show,
    "check": _check,
    "save": _save,
    "history": _history,
    "restore": _restore,
    "off": _switched,
    "on": _switched,
    "delete": _switched,
    "discard": _switched,
}


def _author(given: argparse.Namespace) -> Author:
    """With AWS credentials, the machine's user unless somebody is named; a token says by itself whose it is."""
    return Author(who=given.who or ("" if given.url else getpass.getuser()), why=given.why)


def _right(kind: str) -> Mapping[str, object]:
    return {"kind": kind, "faults": 0}


def _told(version: Version) -> Mapping[str, object]:
    told = asdict(version) | {"at": version.at.isoformat()}
    return {name: value for name, value in told.items() if name != "document"}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="poe rules", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    show = _command(commands, "show", "write the current rules as a file")
    show.add_argument("--kind", type=EntityKind, choices=_KINDS, help="only this rule")
    show.add_argument("--version", type=int, help="another version of it than the current one")
    _with_file_option(_command(commands, "check", "say what is wrong with a file; change nothing"))
    save = _with_file_option(_command(commands, "save", "let the rules of a file be the current ones"))
    save.add_argument("--draft", action="store_true", help="keep them as versions that are not current")
    _of_author(save)
    _of_kind(_command(commands, "history", "list the versions of a rule, the newest first"))
    restore = _of_author(_of_kind(_command(commands, "restore", "copy a version or a draft forward, as the current one")))
    restore.add_argument("--version", type=int, required=True)
    for name, said in _SWITCHES.items():
        _of_author(_of_kind(_command(commands, name, said)))
    return parser


_SWITCHES = {
    "off": "carry nothing of this kind any more; stops at once",
    "on": "carry this kind again the way it went, with what changed meanwhile",
    "delete": "forget what was chosen, and carry nothing; links and history stay",
    "discard": "let the draft be none; it stays in the history",
}


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, said: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=said)
    with_console(with_stack(parser))
    parser.add_argument("--connection", required=True, help="id of the connection, as reports name it")
    return parser


def _with_file_option(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--file", default="-", help="the file; - reads standard input (default)")
    return parser


def _of_kind(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--kind", type=EntityKind, choices=_KINDS, required=True)
    return parser


def _of_author(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--who", default="", help="who changes it (default: your user name, or whoever made the token)")
    parser.add_argument("--why", required=True, help="why, for whoever reads the history")
    return parser


if __name__ == "__main__":
    sys.exit(main())
