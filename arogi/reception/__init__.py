"""Contacts and requests (επαφές, αιτήματα): who came, what was asked, what came of it, what is next.

Start at `services.py` (`record_contact`) and `catalogue/` (the national list of services as data).
"""
