"""Reads all that decisions need: links, both sides, possible counterparts. Never writes."""
