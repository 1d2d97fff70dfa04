"""What much work costs: counted in calls of the vendors, never in seconds."""
