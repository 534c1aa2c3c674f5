"""The first page: what this is, drawn with real numbers, and the ways on."""
