"""Sweeps: several settings tried on the same rows, chosen on the validation part. `python -m nlp_models sweep`, and *Train* on the pages."""
