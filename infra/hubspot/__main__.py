"""Writes the project of the HubSpot app for one deployed stack: `uv run poe hubspot-app --help`.

The project is what `hs project upload` makes the app of: permissions, webhooks, and a card on contacts, companies and deals.
Its addresses are those that the stack has put out:

    poe hubspot-app --stack counterfoil --to hubspot-app
    poe hubspot-app --stack counterfoil --to hubspot-app --auth static    # with a token instead of consent
    cd hubspot-app && hs project upload
"""

import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from infra.hubspot.project import Addresses, files
from infra.operator.command import UnusableOptionsError, answered, command, say
from infra.operator.deployment import outputs_of

PROJECT = Path(__file__).parent / "project"


def main(arguments: Sequence[str] | None = None, outputs: Callable[[str], Mapping[str, str]] = outputs_of) -> int:
    """Write the project, and say where in one JSON line. `outputs` are those of a stack by its name."""
    parser = command("hubspot-app", __doc__)
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="a folder that is not there yet")
    parser.add_argument("--auth", choices=("oauth", "static"), default="oauth", help="how it is allowed in (default: oauth)")
    given = parser.parse_args(arguments)

    def write() -> int:
        addresses = _addresses(outputs(given.stack))
        _write(given.to, files(addresses, given.auth))
        say({"project": str(given.to), "webhooks": addresses.webhooks, "redirect": addresses.redirect})
        return 0

    return answered(write)


def _addresses(outputs: Mapping[str, str]) -> Addresses:
    try:
        return Addresses(
            console=outputs["ConsoleUrl"],
            redirect=outputs["HubSpotRedirectUrl"],
            webhooks=outputs["HubSpotWebhookUrl"],
        )
    except KeyError as error:
        raise UnusableOptionsError(f"the stack has no output {error}: deploy its newest version") from error


def _write(folder: Path, written: Mapping[str, object]) -> None:
    """The card's own files as they are, the others with the stack's addresses."""
    try:
        shutil.copytree(PROJECT, folder)
    except OSError as error:
        raise UnusableOptionsError(f"{folder}: {error}") from error
    write_files(folder, written)


def write_files(folder: Path, written: Mapping[str, object]) -> None:
    """JSON files, by their path in the folder."""
    for path, content in written.items():
        (folder / path).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
