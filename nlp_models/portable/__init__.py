"""Files that travel with a download and need nothing of ours: layers.py and load.py beside a model.keras, reproduce.py."""
