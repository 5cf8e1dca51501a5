"""Pages of the reception, by what they are for."""
