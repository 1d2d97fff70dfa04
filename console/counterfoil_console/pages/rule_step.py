"""The steps of setting up a rule."""

from enum import StrEnum


class RuleStep(StrEnum):
    """The steps, in the order in which people think."""

    DIRECTION = "direction"
    WINNER = "winner"
    FIELDS = "fields"
    MATCHING = "matching"
    LIMITS = "limits"
    OPTIONS = "options"
    PREVIEW = "preview"
