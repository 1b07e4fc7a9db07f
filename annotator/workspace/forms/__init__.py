"""Every field that the workspace sends, declared and checked, by part."""
