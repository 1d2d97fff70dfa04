"""A function that does nothing, as far as its first event."""

import awslambdaric.bootstrap  # noqa: F401 - what every function loads
