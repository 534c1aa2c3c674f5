"""From the shapes of files with pictures to rows: what several of them share."""
