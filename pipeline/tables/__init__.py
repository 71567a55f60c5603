"""The tables: declared once, built from documents, checked as they are built."""
