"""From the bytes of a file to rows: what several shapes share. limits.py and source.py stand beside."""
