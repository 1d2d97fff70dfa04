"""Runs every contract suite of the stores on every backend."""

from collections.abc import Iterator
from functools import partial

import pytest

from infra.local.aws import LocalAws
from infra.local.environments import Environments
from tests.contract.stores.backends import Backend, Ground, OpenGround, in_memory, local_aws, moto, on_aws, simulated

EVERY_AWS = ("moto", pytest.param("local-aws", marks=pytest.mark.long))


@pytest.fixture(scope="session")
def local_aws_url() -> Iterator[str]:
    """A local AWS for all tests of this process; each has a table and queues of its own."""
    with LocalAws(Environments.ready()) as aws:
        yield aws.endpoint_url


def opener(request: pytest.FixtureRequest) -> OpenGround:
    """How to open the ground that the test's parameter names; the local AWS is started when it is first wanted."""
    if request.param == "local-aws":
        return partial(local_aws, request.getfixturevalue("local_aws_url"))
    return {"moto": moto, "simulated": simulated}[request.param]


@pytest.fixture(params=["memory", "simulated", *EVERY_AWS])
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    """The fakes, and the AWS adapter on the simulator's AWS and on every other there is."""
    if request.param == "memory":
        yield in_memory()
    else:
        with opener(request)() as ground:
            yield on_aws(ground)


@pytest.fixture(params=EVERY_AWS)
def open_ground(request: pytest.FixtureRequest) -> OpenGround:
    """Every AWS there is, for tests that need more than one empty table."""
    return opener(request)


@pytest.fixture
def ground(open_ground: OpenGround) -> Iterator[Ground]:
    """Every AWS there is."""
    with open_ground() as ground:
        yield ground


@pytest.fixture
def isolating_ground(local_aws_url: str) -> Iterator[Ground]:
    """The local AWS, which keeps concurrent callers apart; moto does not."""
    with local_aws(local_aws_url) as ground:
        yield ground
