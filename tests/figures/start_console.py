"""The console as far as the answer to its first event, with the client of its tables."""

import os
import sys
from types import SimpleNamespace
from typing import Any

import awslambdaric.bootstrap  # noqa: F401 - what every function loads

for name in ("awscrt", "OpenSSL"):
    sys.modules[name] = None  # type: ignore[assignment]  # what botocore would take, and Lambda's runtime does not have

from counterfoil.bootstrap.foundations import aws_client  # noqa: E402
from counterfoil_console.entrypoint import serve  # noqa: E402

aws_client("dynamodb")
http = {"method": "GET"}
event = {"rawPath": "/healthz", "requestContext": {"requestId": "1", "stage": "$default", "http": http}}
context: Any = SimpleNamespace(function_name="console", memory_limit_in_mb=1024, invoked_function_arn="", aws_request_id="1")
answer: Any = serve(event, context)
os._exit(answer["statusCode"] != 200)  # a function stays: what Python does at an end is no part of a start
