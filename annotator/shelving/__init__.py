"""Projects that are put away: archived, or in the trash. They come back as they were."""
