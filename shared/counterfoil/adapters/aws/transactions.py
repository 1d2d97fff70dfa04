"""Many small transactions in few calls, each still standing on its own."""

from collections.abc import Iterator, Sequence

from counterfoil.adapters.aws.changes import Change, Put, check_sizes
from counterfoil.adapters.aws.items import Key
from counterfoil.adapters.aws.sizes import LARGEST_CALL
from counterfoil.adapters.aws.table import LARGEST_TRANSACTION, Table

Transaction = tuple[Change, ...]


def commit_each(table: Table, transactions: Sequence[Transaction]) -> list[bool]:
    """Commit every transaction whose conditions hold, in order; whether each was committed.

    They travel together, as many as one call can carry. When some are refused, those are dropped and the rest is sent
    again, so that a refusal costs one more call and never a neighbour. Raises TooLargeError, before anything is
    committed, when an item is larger than a table can hold.
    """
    check_sizes(change for transaction in transactions for change in transaction)
    committed = [False] * len(transactions)
    for group in _groups(transactions):
        pending = group
        while pending:
            refused = _commit(table, [transactions[position] for position in pending])
            if not refused:
                for position in pending:
                    committed[position] = True
                break
            pending = [position for number, position in enumerate(pending) if number not in refused]
    return committed


def put_each(table: Table, puts: Sequence[Put]) -> list[bool]:
    """The same for single items, where it does no harm that one is taken for refused whose answer was lost.

    Each is a call of its own, which costs far less than what DynamoDB counts for a transaction: twice the item.
    """
    check_sizes(puts)
    return [table.put(put) for put in puts]


def _commit(table: Table, transactions: Sequence[Transaction]) -> frozenset[int]:
    """Commit all or none; which ones were refused."""
    owners = [number for number, transaction in enumerate(transactions) for _ in transaction]
    refused = table.transact([change for transaction in transactions for change in transaction])
    return frozenset(owners[position] for position in refused)


def _groups(transactions: Sequence[Transaction]) -> Iterator[list[int]]:
    """Runs of transactions that fit into one call; two that touch the same item never share one."""
    group: list[int] = []
    touched: set[Key] = set()
    filled = 0
    for position, transaction in enumerate(transactions):
        keys, size = {change.key for change in transaction}, sum(change.size for change in transaction)
        is_full = len(touched) + len(keys) > LARGEST_TRANSACTION or filled + size > LARGEST_CALL
        if group and (is_full or touched & keys):
            yield group
            group, touched, filled = [], set(), 0
        group.append(position)
        touched |= keys
        filled += size
    if group:
        yield group
