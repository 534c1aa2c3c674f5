"""The story that every use-case page tells, step by step."""
