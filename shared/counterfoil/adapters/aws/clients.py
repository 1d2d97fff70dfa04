"""AWS's clients, by botocore alone: every cold start would wait for the rest of boto3."""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.loaders import Loader
from botocore.session import Session, get_session

SERVICES = ("cognito-idp", "dynamodb", "kms", "s3", "secretsmanager", "sns", "sqs")
"""What this product uses of AWS."""

_SIGNED_FOR_EVERY_REGION = Config(signature_version="s3v4")
"""Left to itself, botocore signs links to files in a way that most regions never knew."""


class _OurServices(Loader):
    """botocore's own looks through the folders of all services, hundreds of them, before it loads the first."""

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002 - each has models of every type
        """Those that are used here."""
        return list(SERVICES)


@cache
def _session() -> Session:
    session = get_session()
    session.register_component("data_loader", _OurServices())
    return session


def aws_client(service: str) -> Any:
    """A client of one of `SERVICES`, as the environment configures it. Raises UnknownServiceError for any other."""
    return _session().create_client(service, config=_SIGNED_FOR_EVERY_REGION if service == "s3" else None)
