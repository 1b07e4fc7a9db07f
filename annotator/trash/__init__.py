"""The trash: what was taken out of sight for a reason, and can be taken back as it was."""
