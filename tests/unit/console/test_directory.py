"""The people of our own issuer, as the user pool is asked about them."""

from collections.abc import Iterator, Mapping

import boto3
import pytest
from botocore.stub import Stubber

from counterfoil_console.aws.directory import CognitoDirectory
from counterfoil_console.domain.role import Role
from counterfoil_console.ports import AlreadyInvitedError

POOL, ANN = "eu-west-1_pool", "ann@example.com"
USER = {"User": {"Username": "ann", "Attributes": [{"Name": "email", "Value": ANN}, {"Name": "sub", "Value": "sub-of-ann"}]}}
GROUP = {"GroupName": "viewers", "UserPoolId": POOL}


class Pool:
    """A user pool that answers as it is told to, and is asked nothing else."""

    def __init__(self) -> None:
        session = boto3.Session(aws_access_key_id="x", aws_secret_access_key="x", region_name="eu-west-1")
        client = session.client("cognito-idp")
        self.stub, self.directory = Stubber(client), CognitoDirectory(client, POOL)

    def knows(self) -> None:
        """Somebody of this address is there."""
        self.stub.add_client_error("admin_create_user", "UsernameExistsException")

    def answers(self, operation: str, answer: Mapping[str, object]) -> None:
        self.stub.add_response(operation, dict(answer))


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool()
    with made.stub:
        yield made
    made.stub.assert_no_pending_responses()


def test_somebody_is_invited_with_a_role(pool: Pool) -> None:
    pool.answers("admin_create_user", USER)
    pool.answers("admin_add_user_to_group", {})
    assert pool.directory.invite(ANN, Role.VIEWER) == "sub-of-ann"


def test_an_invitation_that_broke_off_before_a_role_was_given_goes_on(pool: Pool) -> None:
    pool.knows()
    pool.answers("admin_list_groups_for_user", {"Groups": []})
    pool.answers("admin_create_user", USER)
    pool.answers("admin_add_user_to_group", {})
    assert pool.directory.invite(ANN, Role.VIEWER) == "sub-of-ann"


def test_whoever_has_a_role_was_invited_already(pool: Pool) -> None:
    pool.knows()
    pool.answers("admin_list_groups_for_user", {"Groups": [GROUP]})
    with pytest.raises(AlreadyInvitedError):
        pool.directory.invite(ANN, Role.ADMINISTRATOR)
