"""What is true, by example."""
