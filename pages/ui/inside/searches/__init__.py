"""What one may ask of a network beyond one sentence: where else a unit fires, which units follow something, what would turn an answer."""
