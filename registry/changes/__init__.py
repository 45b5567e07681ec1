"""The history as people and programs read it: pages, API, Atom; and the way back, undo."""
