"""Numbers with their units: reading the number, finding the unit, bounds, sharing, direction."""
