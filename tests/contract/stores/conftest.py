"""Runs every contract suite of the stores on every backend."""

from collections.abc import Iterator
from functools import partial

import pytest

from infra.local.aws import LocalAws
from infra.local.environments import Environments
from tests.contract.stores.backends import Backend, in_memory, on_aws
from tests.contract.stores.grounds import Clients, Ground, OpenGround, local_aws, on_moto, one_moto, simulated
from tests.contract.stores.workers import Workers, a_key

EVERY_AWS = ("moto", pytest.param("local-aws", marks=pytest.mark.long))


@pytest.fixture(scope="package")
def local_aws_url() -> Iterator[str]:
    """A local AWS for all tests of this folder in this process; each has a table and queues of its own."""
    with LocalAws(Environments.ready()) as aws:
        yield aws.endpoint_url


@pytest.fixture(scope="module")
def moto_clients() -> Iterator[Clients]:
    """moto for all tests of a file; each has a table and queues of its own."""
    with one_moto() as clients:
        yield clients


def opener(request: pytest.FixtureRequest) -> OpenGround:
    """How to open the ground that the test's parameter names; whatever it stands on is begun when it is first wanted."""
    match request.param:
        case "local-aws":
            return partial(local_aws, request.getfixturevalue("local_aws_url"))
        case "moto":
            return partial(on_moto, request.getfixturevalue("moto_clients"))
        case _:
            return simulated


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
def workers(ground: Ground) -> Workers:
    """Those of one connection, which has no tokens yet."""
    return Workers(ground, a_key(ground))


@pytest.fixture
def connected(workers: Workers) -> Workers:
    """The same, once the connection was made."""
    workers.vault().store("refresh-0")
    return workers


@pytest.fixture
def isolating_ground(local_aws_url: str) -> Iterator[Ground]:
    """The local AWS, which keeps concurrent callers apart; moto does not."""
    with local_aws(local_aws_url) as ground:
        yield ground
