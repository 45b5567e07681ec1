"""Saved views: a selection gets a name, an address to share, a feed of its changes and, for its owner, mail."""
