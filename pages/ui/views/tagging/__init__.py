"""What Tagging shows."""
