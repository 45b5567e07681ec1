"""Composes the apps into one site: settings, addresses, errors, health; imported by nobody."""
