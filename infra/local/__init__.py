"""The whole bundle on one machine: a local AWS, the real build, the real deployment."""
