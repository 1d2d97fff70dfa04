"""What is stored in place of a secret."""

import hashlib


def digest(secret: str) -> str:
    """A secret of 32 random bytes needs no salt and no slow function: nobody can guess it."""
    return hashlib.sha256(secret.encode()).hexdigest()
