"""Read what people type: numbers of registries, phones, dates.

Every reader gives a ``Checked``: the value in one normal form and what is odd about it. Nothing odd blocks: the people
that the centres serve often lack papers, and papers carry errors. Only text that cannot be kept at all is refused.
"""
