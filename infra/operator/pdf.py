"""Writes the PDF that QuickBooks makes of an invoice to a file: `uv run poe pdf --help`.

The invoice is named by its record on either side, as reports name it:

    poe pdf --connection 62515-9130 --record hubspot:invoice:301 --to INV-1042.pdf

With AWS credentials QuickBooks is asked from here; with --url the console asks, for whoever has a token.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from counterfoil.bootstrap.documents import DocumentsBundle
from counterfoil.domain.errors import VendorError
from infra.client.client import ConsoleClient
from infra.operator.command import about_connection, answered, console_of, record, refuse, say, with_console
from infra.operator.deployment import deployed_settings
from infra.operator.refusal import told

type Document = AbstractContextManager[Iterator[bytes]]
"""A PDF in pieces."""


def deployed_documents(stack_name: str) -> DocumentsBundle:
    """What hands out documents of the bundle deployed as `stack_name`. Raises ClientError."""
    return DocumentsBundle(deployed_settings(stack_name))


def main(
    arguments: Sequence[str] | None = None,
    bundle_of: Callable[[str], DocumentsBundle] = deployed_documents,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
) -> int:
    """Write the file, and say how many bytes it has; 1, and no file, when there is none.

    `bundle_of` finds a stack by name, `client_of` a console by the options.
    """
    given = _parser().parse_args(arguments)

    def write() -> int:
        if given.url:
            return _write(given, _by_console(given, client_of(given)))
        return _write(given, _by_stack(given, bundle_of(given.stack)))

    return answered(write)


def _parser() -> argparse.ArgumentParser:
    parser = with_console(about_connection("pdf", __doc__))
    parser.add_argument("--record", type=record, required=True, help="the invoice, as reports name it: hubspot:invoice:301")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="where to write it; replaces what is there")
    return parser


def _by_console(given: argparse.Namespace, client: ConsoleClient) -> Document:
    return nullcontext(iter([client.pdf(given.connection, str(given.record))]))


def _by_stack(given: argparse.Namespace, bundle: DocumentsBundle) -> Document:
    return bundle.documents.pdf(bundle.connections.get(given.connection), given.record)


def _write(given: argparse.Namespace, document: Document) -> int:
    try:
        with document as pieces:
            size = _save(pieces, given.to)
    except VendorError as error:
        return refuse(told(error.failure))
    except OSError as error:
        return refuse(f"{given.to}: {error.strerror}")
    say({"connection": given.connection, "record": str(given.record), "file": str(given.to), "bytes": size})
    return 0


def _save(pieces: Iterator[bytes], to: Path) -> int:
    """Write piece by piece; the file is there only when it is whole. How many bytes it has."""
    part = to.with_name(f"{to.name}.part")
    try:
        with part.open("wb") as file:
            size = sum(file.write(piece) for piece in pieces)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    return size


if __name__ == "__main__":
    sys.exit(main())
