"""Pre-flight checks: what in both accounts advises or needs a change before, and while, they are connected."""
