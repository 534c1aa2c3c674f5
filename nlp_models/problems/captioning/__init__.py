"""One-to-many: a picture and its words."""
