"""The same layers in NumPy, step by step: what answers, and what the explainer draws. No Keras."""
