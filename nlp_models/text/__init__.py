"""Text <-> ids: vocabularies, subword sampling, n-grams, the nearest of many texts. NumPy and SentencePiece only."""
