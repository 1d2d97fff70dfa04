"""Plans that people see, and applying them."""
