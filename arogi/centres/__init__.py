"""Municipalities, structures, operations and hours: who serves whom, where and when (Δήμοι, δομές, πράξεις)."""
