"""The issuer, by OpenID Connect."""
