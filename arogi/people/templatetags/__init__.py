"""Words of persons for templates."""
