"""A function that does nothing, as far as its first event."""

import os

import awslambdaric.bootstrap  # noqa: F401 - what every function loads

os._exit(0)  # a function stays: what Python does at an end is no part of a start
