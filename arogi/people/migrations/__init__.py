"""How this module's tables came to be, step by step."""
