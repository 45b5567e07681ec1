"""Plain helpers, one noun a module: no models, no settings."""
