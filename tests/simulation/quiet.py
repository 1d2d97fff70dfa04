"""Keeps the functions' logs off the screen; what they log as errors is still collected as defects."""

import logging
import os


def be_quiet() -> None:
    """Call before the first run."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    for name in list(logging.root.manager.loggerDict):
        for handler in list(logging.getLogger(name).handlers):
            logging.getLogger(name).removeHandler(handler)
