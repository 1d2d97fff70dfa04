"""Chats that take messages at an address of their own: Slack, Microsoft Teams, and whatever takes plain JSON."""
