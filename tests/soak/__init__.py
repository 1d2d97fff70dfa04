"""Hours of ordinary work in minutes: many connections on the local stack over real HTTP, while the vendors have bad days."""
