"""A function as far as its first event: the module of the handler that is named, loaded as Lambda loads it."""

import os
import sys
from importlib.util import module_from_spec, spec_from_file_location

import awslambdaric.bootstrap  # noqa: F401 - what every function loads

for name in ("awscrt", "OpenSSL", "click", "rich"):
    sys.modules[name] = None  # type: ignore[assignment]  # what would be taken where it is, and is neither Lambda's nor ours

found = spec_from_file_location("handler", sys.argv[1])
if not found or not found.loader:
    raise SystemExit(1)
module = module_from_spec(found)
found.loader.exec_module(module)
os._exit(not callable(module.handler))  # a function stays: what Python does at an end is no part of a start
