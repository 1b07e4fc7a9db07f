"""Native JSON Lines, `annotator/article/1`: in, without losing or changing anything."""
