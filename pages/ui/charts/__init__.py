"""Charts and the words component: drawn alike wherever they stand."""
