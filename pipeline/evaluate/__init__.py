"""Scores of what svodka finds against what people marked."""
