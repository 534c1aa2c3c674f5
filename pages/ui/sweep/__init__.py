"""Train, several settings at once: what is tried, how it goes, what came of it."""
