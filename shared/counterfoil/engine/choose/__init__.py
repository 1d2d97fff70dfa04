"""What people decide about records: checked, kept with who and why, and effective at once."""
