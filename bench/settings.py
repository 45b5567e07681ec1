"""The registry's own settings, with the contestants' addresses beside those of the site."""

from registry.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
