"""What people do with a connection as a whole, and what is known of its two accounts."""
