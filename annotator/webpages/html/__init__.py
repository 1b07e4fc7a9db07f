"""What runs inside the sandbox: from the bytes of a page to its blocks."""
