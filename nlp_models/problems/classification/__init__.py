"""Many-to-one: a text and its label."""
