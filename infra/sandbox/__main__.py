"""`poe twins`: both twins on this machine until Ctrl-C; prints one JSON line with addresses and credentials."""

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from threading import Event

from infra.sandbox.pair import TwinPair


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="twins", description=__doc__)
    parser.add_argument("--hubspot-port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--quickbooks-port", type=int, default=0, help="0 takes a free one")
    parser.add_argument(
        "--strict-pace", action="store_true", help="limit requests per second and minute too, as over the Internet"
    )
    chosen = parser.parse_args(arguments)
    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: ended.set())
    with TwinPair(
        hubspot_port=chosen.hubspot_port,
        quickbooks_port=chosen.quickbooks_port,
        strict_pace=chosen.strict_pace,
    ) as pair:
        print(json.dumps(pair.description()), flush=True)
        ended.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
