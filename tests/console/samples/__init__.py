"""The pages of a made-up company, with figures that add up."""
