"""What a household seems to be entitled to: its facts, the checks that were told, and what changed."""
