"""Keras networks: arrays in, arrays out. A network has the file name of its problem."""
