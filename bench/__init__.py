"""Measurements: `python -m bench` fills a database of its own, asks everything that has an aim, and prints a table."""
