"""The project of HubSpot's developer platform that makes the app: what it asks for, hears of, and shows on records.

https://developers.hubspot.com/docs/apps/developer-platform/build-apps/app-configuration
"""
