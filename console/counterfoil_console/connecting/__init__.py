"""How somebody lets this product into both vendors' accounts."""
