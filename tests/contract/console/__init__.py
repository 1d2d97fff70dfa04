"""What stands in for the console's stores behaves as they do."""
