"""The console: what people see of the product in a browser, and what they do there."""
