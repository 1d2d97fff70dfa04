"""Values as DynamoDB spells them: the same as AWS's own spelling of them."""

from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.aws.attributes import deserialize, serialize

_SIMPLE = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.decimals(places=4, min_value=-(10**12), max_value=10**12)
    | st.text(max_size=5)
)
_VALUES = st.recursive(
    _SIMPLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(_VALUES)
def test_spells_a_value_as_aws_does(value: Any) -> None:
    spelled = serialize(value)
    assert spelled == TypeSerializer().serialize(value)
    assert deserialize(spelled) == TypeDeserializer().deserialize(spelled) == value


def test_bytes_come_back_as_they_are() -> None:
    assert deserialize(serialize({"packed": b"\x00\xff"})) == {"packed": b"\x00\xff"}
    assert serialize(b"\xff") == TypeSerializer().serialize(b"\xff")


def test_a_number_comes_back_exact() -> None:
    back = deserialize({"N": "0.10"})
    assert (type(back), str(back)) == (Decimal, "0.10")


@pytest.mark.parametrize("value", [0.1, {1}, bytearray(b"bytes"), object()])
def test_refuses_what_nothing_here_stores(value: object) -> None:
    with pytest.raises(TypeError, match=f"cannot be stored: {type(value).__name__}"):
        serialize(value)


def test_refuses_to_read_what_nothing_here_stores() -> None:
    with pytest.raises(TypeError, match="cannot be read: SS"):
        deserialize({"SS": ["a"]})
