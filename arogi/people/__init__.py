"""Persons, households, identifiers, search and duplicates (ωφελούμενοι, νοικοκυριά).

Start at `services.py` (what staff do) and `access.py` (the only door to a person's file).
"""
