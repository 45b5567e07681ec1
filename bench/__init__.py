"""Timings of the registry on generated data; they print and never assert."""
