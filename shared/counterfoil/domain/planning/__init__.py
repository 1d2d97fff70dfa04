"""What is to be done about a pair of records: pure and total decisions, with their reasons."""
