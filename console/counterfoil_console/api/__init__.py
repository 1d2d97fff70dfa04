"""What programs get and send, as types: stable names of their own, whatever the use cases call things inside."""
