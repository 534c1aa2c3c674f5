"""Inside the cell: the row of words, the cell at each of them with its real numbers, hands on its gates."""
