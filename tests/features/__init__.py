"""What the product promises to do, and which tests prove it: `uv run poe features`."""
