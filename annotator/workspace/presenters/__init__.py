"""The shapes that the workspace's page and scripts see, by part."""
