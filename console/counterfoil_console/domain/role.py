"""What a person may do."""

from enum import StrEnum


class Role(StrEnum):
    """What a person or a token may do."""

    ADMINISTRATOR = "administrator"  # connects, changes rules, applies plans, tries again
    VIEWER = "viewer"  # looks and exports

    def includes(self, other: "Role") -> bool:
        """Whether whoever has this role may do what the other may."""
        return self is Role.ADMINISTRATOR or other is Role.VIEWER
