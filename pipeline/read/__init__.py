"""From what people have (files, folders, pages, tables, a pipe) to texts with metadata."""
