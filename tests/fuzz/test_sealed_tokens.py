"""The table alone gives nobody a token: not without the key, not for another connection, not in another place."""

from collections.abc import Iterator
from typing import Any

import pytest

from counterfoil.adapters.aws.sealing import Seal
from counterfoil.domain.errors import VendorError
from tests.contract.stores.grounds import Ground, moto
from tests.contract.stores.workers import Workers, a_key

OWNER = {"connection": "a", "system": "quickbooks"}


@pytest.fixture
def workers() -> Iterator[Workers]:
    """A connection with tokens."""
    with moto() as ground:
        workers = Workers(ground, a_key(ground))
        workers.vault().store("refresh-0")
        assert workers.vault().current() == "access-1"
        yield workers


def table_of(ground: Ground) -> tuple[Any, str]:
    """DynamoDB and the name of the only table."""
    client = ground.clients("dynamodb")
    (name,) = client.list_tables()["TableNames"]
    return client, name


def test_the_table_shows_no_token(workers: Workers) -> None:
    client, name = table_of(workers.ground)
    stored = repr(client.scan(TableName=name)["Items"])
    assert "access_sealed" in stored
    assert not [token for token in ("refresh-0", "refresh-1", "access-1") if token in stored]


def test_another_key_opens_nothing(workers: Workers) -> None:
    kms = workers.ground.clients("kms")
    sealed = Seal(kms, workers.key_id, OWNER).close("access", "access-1")
    with pytest.raises(VendorError, match="E30"):
        Seal(kms, a_key(workers.ground), OWNER).open("access", sealed)


@pytest.mark.parametrize("context", [{}, {**OWNER, "connection": "b"}, {**OWNER, "system": "hubspot"}, {**OWNER, "x": ""}])
def test_another_owner_opens_nothing(workers: Workers, context: dict[str, str]) -> None:
    kms = workers.ground.clients("kms")
    sealed = Seal(kms, workers.key_id, OWNER).close("access", "access-1")
    assert Seal(kms, workers.key_id, OWNER).open("access", sealed) == "access-1"
    with pytest.raises(VendorError, match="E30"):
        Seal(kms, workers.key_id, context).open("access", sealed)


def test_another_place_opens_nothing(workers: Workers) -> None:
    seal = Seal(workers.ground.clients("kms"), workers.key_id, OWNER)
    sealed = seal.close("access", "x" * 9000)
    for name, parts in (("refresh", sealed), ("access", sealed[::-1]), ("access", sealed[:-1]), ("access", sealed * 2)):
        with pytest.raises(VendorError, match="E30"):
            seal.open(name, parts)


def test_tokens_moved_to_another_connection_are_useless(workers: Workers) -> None:
    client, name = table_of(workers.ground)
    item = client.get_item(TableName=name, Key={"pk": {"S": "a#tokens"}, "sk": {"S": "quickbooks"}})["Item"]
    client.put_item(TableName=name, Item={**item, "pk": {"S": "b#tokens"}})
    with pytest.raises(VendorError, match="E30"):
        workers.vault("b").current()
