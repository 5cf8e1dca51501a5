"""Applications (αιτήσεις) for a programme: what was asked of a payer for whom, what it answered, and until when."""
