"""Organizations that invest, their names and identifiers, and who owns whom."""
