"""The registry's tests, one folder for each app."""
