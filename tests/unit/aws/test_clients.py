"""The clients of AWS."""

import re
from pathlib import Path

import pytest
from botocore.exceptions import UnknownServiceError

import counterfoil
import counterfoil_console
from counterfoil.adapters.aws.clients import SERVICES, aws_client

PACKAGES = [Path(counterfoil.__file__).parent, Path(counterfoil_console.__file__).parent]


@pytest.mark.parametrize("service", SERVICES)
def test_makes_a_client_of_each_service_that_is_used(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    client = aws_client(service)
    assert client.meta.service_model.service_name == service
    assert client.meta.region_name == "eu-central-1"


def test_knows_every_service_that_is_asked_for() -> None:
    sources = [source.read_text() for package in PACKAGES for source in package.rglob("*.py")]
    asked = {name for source in sources for name in re.findall(r'_client\("([\w-]+)"\)', source)}
    assert asked == set(SERVICES)


def test_knows_no_other() -> None:
    with pytest.raises(UnknownServiceError):
        aws_client("ec2")


def test_links_to_files_are_signed_as_every_region_knows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("AWS_DEFAULT_REGION", "eu-central-1"), ("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b")):
        monkeypatch.setenv(name, value)
    link = aws_client("s3").generate_presigned_url("get_object", Params={"Bucket": "files", "Key": "file"}, ExpiresIn=60)
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in link
