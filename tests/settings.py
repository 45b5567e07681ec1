"""Settings under which the tests run: registry.settings with a database of the lane's own and nothing slow.

TEST_DATABASE_URL chooses the lane; without it a SQLite file that is gone after the run. Each process has a database
name of its own, so that two runs on one machine don't meet.
"""

import os
import tempfile

_room = tempfile.TemporaryDirectory(prefix="registry-tests-")
os.environ["SECRET_KEY"] = "only-for-tests"
os.environ["VAR_DIR"] = _room.name
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{_room.name}/registry.sqlite3"
os.environ["CACHE_URL"] = "locmemcache://"
os.environ["EMAIL_URL"] = "memorymail://"
os.environ["HTTPS"] = "off"

from registry.settings import *  # noqa: E402, F403
from registry.settings import DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in real life: writers in several threads meet locks that an in-memory database does not have.
    DATABASES["default"]["TEST"] = {"NAME": f"{_room.name}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_registry_{os.getpid()}"}

DATABASES["default"]["CONN_MAX_AGE"] = 0  # the threads of a test leave no connection behind

INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
FACET_INDEX = False  # tests of the index turn it on: it is built by a thread
AXES_ENABLED = False  # a test of the lock-out turns it on
ZEAL_RAISE = True
