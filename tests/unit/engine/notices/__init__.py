"""Telling people by mail and chat."""
