"""Staff accounts, roles, sign-in and memberships: who works here and what he or she may do.

Start at `access.py` (questions about rights) and `roles.yaml` (the answers, as data).
"""
