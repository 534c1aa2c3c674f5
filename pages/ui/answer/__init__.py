"""Parts that Try, Judge and Look inside of several views share."""
