"""Send hostile requests to the webhooks, then as many to every route of the console: `--requests N [--seed S]`.

In this process; or, at `--url http://127.0.0.1:PORT`, to the webhooks of a running stack on this machine. Exits with 1 when
anything was believed, enqueued, let in or answered with a 5xx.
"""

import argparse
import os
import sys
import time

from counterfoil.observability import logger
from tests.fuzz.campaign import SHOWN, Findings, attack, attack_in_process
from tests.fuzz.console import Fortress, attack_console
from tests.fuzz.targets import over_http
from tests.unit.entrypoints.gateway import Gateway


def main() -> int:
    """0 when every request was refused."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--requests", type=int, default=20_000, help="how many (default: 20000)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (default: 1)")
    parser.add_argument("--url", default="", help="base URL of a running stack on this machine")
    given = parser.parse_args()
    began = time.monotonic()
    if given.url:
        findings = attack(over_http(given.url), given.requests, given.seed)
        return _tell("webhooks", findings, time.monotonic() - began)
    codes = [_tell("webhooks", attack_in_process(given.requests, given.seed, Gateway()), time.monotonic() - began)]
    began = time.monotonic()
    logger.setLevel("CRITICAL")
    findings = attack_console(given.requests, given.seed, Fortress())
    return max(*codes, _tell("the console", findings, time.monotonic() - began))


def _tell(target: str, findings: Findings, seconds: float) -> int:
    for (kind, status), count in sorted(findings.answers.items()):
        print(f"{count:7}  {status}  {kind}")
    print(*findings.violations[:SHOWN], sep=os.linesep)
    print(f"{findings.sent} hostile requests to {target} in {seconds:.0f} s: {len(findings.violations)} violations")
    return 1 if findings.violations else 0


if __name__ == "__main__":
    sys.exit(main())
