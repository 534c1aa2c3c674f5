"""Many-to-many across: a text is read, another is written."""
