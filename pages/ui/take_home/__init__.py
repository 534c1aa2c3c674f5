"""The step Take home: downloads, and a whole file answered."""
