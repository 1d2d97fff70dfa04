"""Two people for the console on this machine, with passwords that nobody has to choose first."""

import secrets
from collections.abc import Mapping

from infra.local.clients import Clients

ADMINISTRATOR, VIEWER = "administrator@counterfoil.example", "viewer@counterfoil.example"

type Credentials = Mapping[str, str]
"""E-mail address and password."""


def administrator(clients: Clients, user_pool: str) -> Credentials:
    """Whom the stack invited: with a password, as after the first sign-in."""
    return _with_password(clients, user_pool, ADMINISTRATOR)


def viewer(clients: Clients, user_pool: str) -> Credentials:
    """Somebody who may look."""
    clients.people.admin_create_user(
        UserPoolId=user_pool,
        Username=VIEWER,
        UserAttributes=[{"Name": "email", "Value": VIEWER}, {"Name": "email_verified", "Value": "true"}],
        MessageAction="SUPPRESS",
    )
    clients.people.admin_add_user_to_group(UserPoolId=user_pool, Username=VIEWER, GroupName="viewers")
    return _with_password(clients, user_pool, VIEWER)


def _with_password(clients: Clients, user_pool: str, email: str) -> Credentials:
    password = f"Local-1-{secrets.token_urlsafe(12)}"
    clients.people.admin_set_user_password(UserPoolId=user_pool, Username=email, Password=password, Permanent=True)
    return {"email": email, "password": password}
