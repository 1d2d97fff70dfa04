"""Exports: what goes into the files, and what becomes of them."""
