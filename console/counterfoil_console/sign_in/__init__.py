"""How a browser comes to a session."""
