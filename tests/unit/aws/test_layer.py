"""The layer's botocore, cut down to what is used, is the same there as it was."""

from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.regions import EndpointResolver

from counterfoil.adapters.aws.clients import SERVICES
from infra.layer import cut
from tests.figures.layer import copy_data


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> tuple[Loader, Loader]:
    """Whole and cut."""
    whole, less = (tmp_path_factory.mktemp(name) / "data" for name in ("whole", "less"))
    for folder in (whole, less):
        copy_data(folder)
    cut(less)
    return loader(whole), loader(less)


def loader(folder: Path) -> Loader:
    return Loader(extra_search_paths=[str(folder)], include_default_search_paths=False)


def test_nothing_is_left_of_what_is_not_used(data: tuple[Loader, Loader]) -> None:
    assert set(data[0].list_available_services("service-2")) == {*SERVICES, "sts"}
    assert set(data[1].list_available_services("service-2")) == set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_every_call_is_as_it_was(data: tuple[Loader, Loader], service: str) -> None:
    whole, less = (ServiceModel(one.load_service_model(service, "service-2"), service) for one in data)
    assert whole.operation_names == less.operation_names
    assert whole.metadata == less.metadata
    assert whole.client_context_parameters == less.client_context_parameters
    for name in whole.shape_names:
        assert shape(whole, name) == shape(less, name)
    for name in whole.operation_names:
        assert operation(whole, name) == operation(less, name)


def operation(model: ServiceModel, name: str) -> tuple[Any, ...]:
    found = model.operation_model(name)
    errors = [one.name for one in found.error_shapes]
    return found.http, errors, found.endpoint, found.auth_type, found.static_context_parameters


def shape(model: ServiceModel, name: str) -> tuple[Any, ...]:
    found = model.shape_for(name)
    members = {member: one.name for member, one in getattr(found, "members", {}).items()}
    return found.type_name, found.serialization, found.metadata, members


@pytest.mark.parametrize("service", SERVICES)
def test_every_address_is_as_it_was(data: tuple[Loader, Loader], service: str) -> None:
    whole, less = (EndpointResolver(one.load_data("endpoints")) for one in data)
    partitions = whole.get_available_partitions()
    assert partitions == less.get_available_partitions()
    regions = {region for one in partitions for region in whole.get_available_endpoints(service, one)}
    assert len(regions) > 20
    for region in regions:
        assert whole.construct_endpoint(service, region) == less.construct_endpoint(service, region)
