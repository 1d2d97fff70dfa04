"""The same for programs: documented JSON under /api/v1, with the session of a browser or a token."""
