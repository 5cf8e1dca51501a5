"""What is typed at the reception, read and checked; services decide."""
