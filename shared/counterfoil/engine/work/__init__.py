"""What queues ask for: messages are worked off in shifts, slice by slice."""
