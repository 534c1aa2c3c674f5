"""From the shapes of tagging files to sentences: what several of them share."""
