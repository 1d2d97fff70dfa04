"""The twins: stateful stand-ins for the HTTP APIs of HubSpot and QuickBooks Online.

Nothing here imports the product: a twin that shares code with its client proves nothing.
"""
