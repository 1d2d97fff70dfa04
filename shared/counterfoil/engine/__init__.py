"""What we do, over ports: the use cases. Reaches the world only through `ports`."""
