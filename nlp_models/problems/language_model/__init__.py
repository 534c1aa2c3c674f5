"""Every prefix and its next token."""
