"""What Translation shows."""
