"""AWS in memory: the few operations that the adapters use, with AWS's own semantics, each effect announced beforehand."""
