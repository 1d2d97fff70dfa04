"""How many calls to the vendors some work takes: counted, never timed."""
