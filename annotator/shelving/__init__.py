"""Projects that are put away: archived, to be read only. They come back as they were."""
