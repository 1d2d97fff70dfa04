"""The texts that people see."""
