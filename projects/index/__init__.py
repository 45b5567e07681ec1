"""The facet index: projects by value as bitmaps in the memory of each process, never older than the request."""
