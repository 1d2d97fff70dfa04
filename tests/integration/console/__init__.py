"""The console, deployed on the local AWS, with its own issuer."""
