"""Our own issuer's people: a Cognito user pool, where a role is a group.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
"""

from typing import Any

from botocore.exceptions import ClientError

from counterfoil_console.domain.role import Role
from counterfoil_console.ports import AlreadyInvitedError, Directory, DirectoryRefusedError

_GROUPS = {Role.ADMINISTRATOR: "administrators", Role.VIEWER: "viewers"}
_FINAL = frozenset(
    {
        "CodeDeliveryFailureException",
        "InvalidParameterException",
        "UnsupportedUserStateException",
        "UserNotFoundException",
    }
)


class CognitoDirectory(Directory):
    """A pool whose users sign in with their e-mail address."""

    def __init__(self, client: Any, user_pool_id: str) -> None:
        self._client, self._pool = client, user_pool_id

    def invite(self, email: str, role: Role) -> str:
        """Whom the pool knows without a role, nobody could let in yet: an invitation broke off, and goes on."""
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
        try:
            invited = self._ask("admin_create_user", email, UserAttributes=attributes, DesiredDeliveryMediums=["EMAIL"])
        except AlreadyInvitedError:
            if self._ask("admin_list_groups_for_user", email)["Groups"]:
                raise
            invited = self._mailed_again(email)
        self._ask("admin_add_user_to_group", email, GroupName=_GROUPS[role])
        found = {attribute["Name"]: attribute["Value"] for attribute in invited["User"]["Attributes"]}
        person_id: str = found["sub"]
        return person_id

    def invite_again(self, email: str) -> None:
        self._mailed_again(email)

    def change_role(self, email: str, role: Role) -> None:
        """First what is taken away, so that nobody has more than one role when this is interrupted."""
        for other in Role:
            if other is not role:
                self._ask("admin_remove_user_from_group", email, GroupName=_GROUPS[other])
        self._ask("admin_add_user_to_group", email, GroupName=_GROUPS[role])

    def remove(self, email: str) -> None:
        try:
            self._client.admin_delete_user(UserPoolId=self._pool, Username=email)
        except self._client.exceptions.UserNotFoundException:
            return

    def _mailed_again(self, email: str) -> Any:
        return self._ask("admin_create_user", email, MessageAction="RESEND", DesiredDeliveryMediums=["EMAIL"])

    def _ask(self, operation: str, email: str, **arguments: object) -> Any:
        try:
            return getattr(self._client, operation)(UserPoolId=self._pool, Username=email, **arguments)
        except self._client.exceptions.UsernameExistsException as error:
            raise AlreadyInvitedError("the pool has somebody of this address") from error
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code not in _FINAL:
                raise
            raise DirectoryRefusedError(code) from error
