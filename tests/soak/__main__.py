"""Let people work in many connections at once while the vendors have bad days, on the local stack over real HTTP.

Ends with 0 when every invoice and payment is exactly once on either side, to the cent, nothing waits or fails, the counters
are exact, no message died, and the memory of the product's processes is flat; otherwise with 1 and what differs.
The seed chooses what people do and how much goes wrong; what meets what is up to the machine.
"""

import argparse
import sys
import time

from infra.local.interruption import unwind_when_told
from tests.soak.orders import Orders
from tests.soak.soak import soak


def main() -> int:
    """Soak once."""
    orders = _orders()
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:7.1f} s  {text}", flush=True)

    unwind_when_told()
    try:
        report = soak(orders, say)
    except KeyboardInterrupt:
        say("Interrupted; everything was ended")
        return 130
    print(*report.lines(), sep="\n", flush=True)
    return 1 if report.violations else 0


class _Help(argparse.ArgumentDefaultsHelpFormatter, argparse.RawDescriptionHelpFormatter):
    """The text above as it stands, and every default."""


def _orders() -> Orders:
    usual = Orders()
    parser = argparse.ArgumentParser(prog="soak", description=__doc__, formatter_class=_Help)
    parser.add_argument("--connections", type=int, default=usual.connections, help="portals with a company each")
    parser.add_argument("--documents", type=int, default=usual.documents, help="invoices and payments in all connections")
    parser.add_argument("--faults", type=float, default=usual.faults * 100, help="per cent of the vendors' answers")
    parser.add_argument("--seed", type=int, default=usual.seed, help="what people do, and how much goes wrong")
    parser.add_argument("--minutes", type=float, default=usual.minutes, help="upper bound of the whole")
    parser.add_argument("--pace", type=float, default=usual.pace, help="most documents a second")
    parser.add_argument("--poll-every", type=float, default=usual.poll_every, help="seconds between polls by hand")
    given = parser.parse_args()
    return Orders(**{**vars(given), "faults": given.faults / 100})


if __name__ == "__main__":
    sys.exit(main())
