"""What a person decides about records, kept with who and why, and obeyed within seconds:

    poe choose     --connection 62515-9130 --record hubspot:customer:7 --candidate quickbooks:customer:88 --why "..."
    poe link       --connection 62515-9130 --record hubspot:invoice:301 --with quickbooks:invoice:145 --why "..."
    poe unlink     --connection 62515-9130 --record hubspot:invoice:301 --why "..."
    poe leave-out  --connection 62515-9130 --record hubspot:invoice:301 --why "..."
    poe take-back  --connection 62515-9130 --record hubspot:invoice:301 --why "..."
    poe accept     --connection 62515-9130 --record hubspot:payment:77 --why "..."
    poe send-again --connection 62515-9130 --record hubspot:invoice:301 --why "..."

Records are named as reports name them, from either side. Without --who, it is whoever the AWS credentials belong to.
"""

import argparse
import getpass
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.engine.choose.author import Author
from counterfoil.engine.choose.choosing import Choosing
from counterfoil.engine.ports import ConcurrentChangeError, ConnectionStore
from counterfoil_console.api.deciding import DecidedAbout
from infra.client.client import ConsoleClient
from infra.operator.command import about_connection, answered, console_of, record, refuse, say, with_console
from infra.operator.deployment import deployed_bundle

type Deployed = tuple[ConnectionStore, Choosing]


@dataclass(frozen=True, slots=True)
class Verb:
    """One command: what it does, in a line, the use case, and the name of its second record, "" if it is about one only.

    The use case is called with the connection, the records and the author.
    """

    help: str
    act: Callable[..., None]
    other: str = ""


VERBS: Mapping[str, Verb] = {
    "choose": Verb(
        "Let one of the candidates that E8 names be the record's counterpart.",
        Choosing.choose,
        "candidate",
    ),
    "link": Verb(
        "Link two records, one of each system, neither of which is linked.",
        Choosing.link,
        "with",
    ),
    "unlink": Verb(
        "End a link; neither record is made anew, nor are they matched with each other again.",
        Choosing.unlink,
    ),
    "leave-out": Verb(
        "Leave a record out for good, until that is taken back.",
        Choosing.leave_out,
    ),
    "take-back": Verb(
        "Let it hold no longer that a record is left out, unlinked or accepted.",
        Choosing.take_back,
    ),
    "accept": Verb(
        "Accept what a record fails for (E9, E14, E19, E22, E24) as it is now; another difference is reported again.",
        Choosing.accept,
    ),
    "send-again": Verb(
        "Once, overwrite in QuickBooks what was edited there (E4) with HubSpot's version.",
        Choosing.send_again,
    ),
}


def deployed_choosing(stack_name: str) -> Deployed:
    """The connections of the bundle deployed as `stack_name`, and what is decided there. Raises ClientError."""
    bundle = deployed_bundle(stack_name)
    return bundle.connections, bundle.choosing


def caller() -> str:
    """Whoever the AWS credentials belong to, or else the machine's user."""
    try:
        return boto3.client("sts").get_caller_identity()["Arn"].rpartition(":")[2]
    except (BotoCoreError, ClientError):
        return getpass.getuser()


def main(
    verb: str,
    arguments: Sequence[str] | None = None,
    choosing_of: Callable[[str], Deployed] = deployed_choosing,
    who: Callable[[], str] = caller,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
) -> int:
    """Do what `verb` names, and say so in one JSON line; 1 with the reason when it cannot be done."""
    given = _parser(verb).parse_args(arguments)

    def decide() -> int:
        if given.url:
            return _by_console(verb, given, client_of(given))
        return _decide(verb, given, *choosing_of(given.stack), given.who or who())

    return answered(decide)


def _parser(verb: str) -> argparse.ArgumentParser:
    parser = with_console(about_connection(verb, f"{VERBS[verb].help}\n\n{__doc__}"))
    parser.add_argument("--record", type=record, required=True, help="as reports name it: hubspot:invoice:301")
    if other := VERBS[verb].other:
        parser.add_argument(f"--{other}", type=record, required=True, dest="other", help="the other record, likewise")
    parser.set_defaults(other=None)
    parser.add_argument("--why", required=True, help="the reason, which people will read")
    parser.add_argument(
        "--who", default="", help="who decided it (default: whoever the AWS credentials, or the token, belong to)"
    )
    return parser


def _by_console(verb: str, given: argparse.Namespace, client: ConsoleClient) -> int:
    """The console knows who it is by the token."""
    if given.who:
        return refuse("who decides it is whoever made the token: leave --who out, or use --stack")
    records = [str(one) for one in (given.record, given.other) if one]
    decided: DecidedAbout = getattr(client, verb.replace("-", "_"))(given.connection, *records, given.why)
    say({"connection": given.connection, **asdict(decided)})
    return 0


def _decide(verb: str, given: argparse.Namespace, connections: ConnectionStore, choosing: Choosing, who: str) -> int:
    connection_id = connections.get(given.connection).id
    try:
        records = [one for one in (given.record, given.other) if one]
        VERBS[verb].act(choosing, connection_id, *records, Author(who, given.why))
    except ConcurrentChangeError as error:
        return refuse(f"{error}; try again")
    say({"connection": connection_id, "decided": verb, "record": str(given.record), "who": who})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
