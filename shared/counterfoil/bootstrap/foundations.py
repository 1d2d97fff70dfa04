"""What another package's own stores are made of: a table, changes of its items, queues, a client of AWS."""

from counterfoil.adapters.aws.changes import ABSENT, Condition, Delete, Put, Update, key_attributes
from counterfoil.adapters.aws.clients import aws_client
from counterfoil.adapters.aws.items import Body, Item, Key, stamp
from counterfoil.adapters.aws.received import SqsReceivedMessages
from counterfoil.adapters.aws.sending import SqsSender
from counterfoil.adapters.aws.table import Table

__all__ = [
    "ABSENT",
    "Body",
    "Condition",
    "Delete",
    "Item",
    "Key",
    "Put",
    "SqsReceivedMessages",
    "SqsSender",
    "Table",
    "Update",
    "aws_client",
    "key_attributes",
    "stamp",
]
