"""Problems turn texts into arrays and arrays into answers. No Keras here."""
