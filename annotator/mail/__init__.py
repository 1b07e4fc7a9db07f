"""Letters: to whom a server of the newsroom's own sends them, and that nobody waits for it."""
