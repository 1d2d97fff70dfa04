"""Where AWS comes in: API Gateway calls with what a browser or a program asks for."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.observability import function
from counterfoil_console.bootstrap import Console
from counterfoil_console.web.application import Application


@cache
def _application() -> Application:
    return Application(Console.deployed())


@function
def serve(event: Mapping[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Every method and path of the console's API."""
    return _application().answer(event)
