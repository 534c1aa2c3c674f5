"""What Next word shows."""
