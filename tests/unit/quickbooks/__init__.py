"""The QuickBooks adapter."""
