"""The functions as AWS calls them."""
