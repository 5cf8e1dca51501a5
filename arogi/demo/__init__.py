"""The demonstration: five real centres with synthetic people, and registers of any size for measurement."""
