"""HubSpot: its wire format, its rules, its side of every port."""
