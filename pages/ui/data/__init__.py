"""The step Data: where rows come from, which column is which, what is wrong with them."""
