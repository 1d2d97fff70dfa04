"""Chats that take messages at an address of their own."""
