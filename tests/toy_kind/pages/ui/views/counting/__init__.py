"""What a page shows of a network that counts."""
