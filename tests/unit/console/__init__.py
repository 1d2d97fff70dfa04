"""The console on fakes: who may come in, and what they may do."""
