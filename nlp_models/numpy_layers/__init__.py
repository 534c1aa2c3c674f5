"""The networks again, in NumPy, under the same names: what answers, and what the explainer draws. No Keras."""
