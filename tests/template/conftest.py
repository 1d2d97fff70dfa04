"""The template as written and as CloudFormation gets it after the SAM transform."""

import pytest

from tests.template.bundle import Bundle


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    """template.yaml and infra/observability.yaml, read once."""
    return Bundle.read()
