"""Where AWS comes in: each function translates its event, calls one use case, translates the answer.

A module per kind of function, so that each imports what it needs and no more.
"""

from collections.abc import Mapping
from typing import Any

Event = Mapping[str, Any]
Answer = dict[str, Any]
