"""Many-to-many in step: a tag for every word."""
