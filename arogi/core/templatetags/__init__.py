"""Template tags of the product's components."""
