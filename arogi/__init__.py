"""Arogi (Αρωγή): the information system of Greek municipal Community Centres."""

__version__ = "0.1.0"
