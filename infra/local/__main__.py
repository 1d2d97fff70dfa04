"""`uv run poe serve`: the whole bundle on this machine, until Ctrl-C.

Prints one JSON line on standard output once a connection is live: both twins with their credentials, the addresses of the
API, the console with an administrator and a viewer, the endpoint of the local AWS. Progress goes to standard error.
"""

import json
import signal
import sys

from infra.local.interruption import unwind_when_told
from infra.local.live import LiveBundle
from infra.sandbox.pair import TwinPair


def main() -> int:
    """Serve until SIGINT or SIGTERM, then end everything that was started."""
    unwind_when_told()
    try:
        with LiveBundle(TwinPair(), progress=_progress) as live:
            sys.stdout.write(json.dumps(live.description()) + "\n")
            sys.stdout.flush()
            _progress(f"Live; open {live.stack.console_base_url}, or press Ctrl-C to end it")
            signal.pause()
    except KeyboardInterrupt:
        _progress("Ended, and nothing left behind")
    return 0


def _progress(message: str) -> None:
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
