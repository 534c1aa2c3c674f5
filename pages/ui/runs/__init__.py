"""The page Runs: everything one has trained."""
