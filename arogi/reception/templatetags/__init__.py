"""Words of the reception for templates."""
