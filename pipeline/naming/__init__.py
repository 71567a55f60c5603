"""How proper names are told apart, repaired and brought to their dictionary form."""
