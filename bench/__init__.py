"""Speed, told as a ratio to a bare reference that is measured in the same run."""
