"""What stood on the pages of sources when they were looked at, and whether it still does."""
