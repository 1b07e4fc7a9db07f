"""What a lead sees each morning: figures of the work, kept as small tables beside it."""
