"""Places of the world in one tree, from the world down to districts."""
