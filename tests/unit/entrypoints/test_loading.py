"""While a function is loaded, nothing is looked through for what nobody needs; afterwards that goes on as usual."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import weakref
from types import SimpleNamespace
from counterfoil.observability import function

class Circle:
    def __init__(self):
        self.itself = self

context = SimpleNamespace(function_name="f", memory_limit_in_mb=1, invoked_function_arn="a", aws_request_id="r")
answer = function(lambda event, context: {})
for _ in range({events}):
    answer({}, context)
left = weakref.WeakSet()
for _ in range(20_000):
    left.add(Circle())
print(len(left), end="")
"""


@pytest.mark.parametrize(("events", "most", "fewest"), [(0, 20_000, 20_000), (1, 5_000, 0)])
def test_what_only_refers_to_itself_goes_soon_once_a_function_is_loaded(events: int, most: int, fewest: int) -> None:
    program = PROGRAM.replace("{events}", str(events))
    environment = {**os.environ, "POWERTOOLS_METRICS_NAMESPACE": "Counterfoil"}
    command = [sys.executable, "-c", program]
    left = subprocess.run(command, capture_output=True, check=True, text=True, env=environment).stdout
    assert fewest <= int(left.splitlines()[-1]) <= most
