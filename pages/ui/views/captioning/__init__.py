"""What Captions shows."""
