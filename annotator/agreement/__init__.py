"""How far reviewers who read the same article on their own agree, and what was compared for it."""
