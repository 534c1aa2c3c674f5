"""The memory lab: recall over a distance, how far back a language model looks, how far a gradient reaches."""
