"""What is taken home and brought back: bundle, Keras model, script, whole run, card; a stranger's files opened with care."""
