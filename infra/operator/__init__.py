"""What an operator does with a deployed bundle, from a shell with AWS credentials."""
