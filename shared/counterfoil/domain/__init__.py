"""What is true: records, links, decisions and outcomes. No I/O, no clock, no randomness."""
