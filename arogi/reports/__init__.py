"""Counting: the activity report and what its numbers mean (απολογισμός δράσης)."""
