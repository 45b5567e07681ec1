"""The evidence: sources, their stored texts, and citations of their words."""
