"""Who may call a route."""

from enum import StrEnum


class Access(StrEnum):
    """Each includes the ones after it: an administrator may do what a viewer may, and everybody what is public."""

    ADMINISTRATOR = "administrator"
    VIEWER = "viewer"
    PUBLIC = "public"
