"""What a tagger has of its own in Keras, to train: the CRF and what reads the letters of a word."""
