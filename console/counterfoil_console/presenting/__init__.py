"""From what the use cases say to what the pages show: pure, and no decision."""
