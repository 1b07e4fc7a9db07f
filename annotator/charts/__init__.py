"""Pictures of figures: numbers and words in, vector drawings out. It knows no page."""
