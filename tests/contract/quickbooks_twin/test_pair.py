"""`poe twins`: both vendors from one command."""

import json
import signal
import subprocess
import sys

import httpx2

from infra.sandbox.pair import TwinPair

KEYS = {
    "hubspot": {"base_url", "portal_id", "access_token", "refresh_token", "client_id", "client_secret"},
    "quickbooks": {
        *("base_url", "realm_id", "access_token", "refresh_token", "client_id", "client_secret", "verifier_token"),
    },
}


def test_a_pair_is_reached_with_what_it_describes() -> None:
    with TwinPair() as pair:
        books = pair.description()["quickbooks"]
        answer = httpx2.get(
            f"{books['base_url']}/v3/company/{books['realm_id']}/preferences",
            headers={"Authorization": f"Bearer {books['access_token']}"},
        )
        assert answer.status_code == 200


def test_one_line_then_serving_until_told_to_stop() -> None:
    command = [sys.executable, "-m", "infra.sandbox"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()
    assert {vendor: set(members) for vendor, members in json.loads(line).items()} == KEYS
    assert (rest, process.returncode) == ("", 0)
