"""The page Race: what is compared, the curves while they train, what came of it."""
