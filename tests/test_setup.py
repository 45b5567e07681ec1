"""The set-up: settings are safe by default, and nothing of one machine stands in the files."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ASK = """
import json, sys
from registry import settings
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""


def ask(tmp_path, *names, **environment):
    """Answer settings as a fresh process has them that knows nothing but these variables."""
    bare = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run([sys.executable, "-c", ASK, *names], env=bare, capture_output=True, text=True, check=False)


def settings_of(tmp_path, *names, **environment):
    return json.loads(ask(tmp_path, *names, **{"SECRET_KEY": "given", **environment}).stdout)


def test_the_defaults_are_the_safe_ones(tmp_path):
    found = settings_of(
        tmp_path, "DEBUG", "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_PROXY_SSL_HEADER"
    )

    assert found == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_PROXY_SSL_HEADER": None,
    }


def test_there_is_no_secret_key_in_the_code(tmp_path):
    refused = ask(tmp_path, "SECRET_KEY")

    assert refused.returncode != 0
    assert "Set SECRET_KEY in the environment" in refused.stderr


def test_an_empty_secret_key_is_none(tmp_path):
    (tmp_path / "secret_key").write_text("\n")

    assert ask(tmp_path, "SECRET_KEY", SECRET_KEY="").returncode != 0


def test_the_kept_secret_key_is_used_when_the_environment_has_none(tmp_path):
    (tmp_path / "secret_key").write_text("kept\n")

    assert json.loads(ask(tmp_path, "SECRET_KEY").stdout) == {"SECRET_KEY": "kept"}


def test_the_database_is_sqlite_fit_for_several_writers_unless_told_otherwise(tmp_path):
    database = settings_of(tmp_path, "DATABASES")["DATABASES"]["default"]

    assert database["NAME"] == str(tmp_path / "registry.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert all(word in database["OPTIONS"]["init_command"] for word in ("WAL", "busy_timeout", "foreign_keys=ON"))


def test_a_folder_with_blanks_and_percent_signs_can_hold_the_database(tmp_path):
    folder = tmp_path / "my registry 100%"

    database = settings_of(folder, "DATABASES")["DATABASES"]["default"]

    assert database["NAME"] == str(folder / "registry.sqlite3")


def test_connections_to_postgresql_are_kept_and_checked(tmp_path):
    database = settings_of(tmp_path, "DATABASES", DATABASE_URL="postgres://u:p@db/registry")["DATABASES"]["default"]

    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)


def test_plain_http_is_for_who_asks_for_it(tmp_path):
    found = settings_of(tmp_path, "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS", HTTPS="off")

    assert found == {"SESSION_COOKIE_SECURE": False, "SECURE_HSTS_SECONDS": 0}


def test_every_answer_forbids_foreign_and_inline_scripts(client):
    policy = client.get("/nowhere/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert not re.search(r"unsafe|https?:|\*", policy)


def tracked_files():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def lines_with(pattern):
    found = []
    for path in tracked_files():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in re.finditer(pattern, text)]
    return found


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(
            r"pypi\.(?:org|python)|python[h]osted|np[m]js\.|deb\.debian\.or[g]|--(?:extra-)?index-url (?=\S)",
            id="index",
        ),
        pytest.param(r"(?<![\w.])/(?:wo[r]k|ro[o]t|opt/pyp[i]|opt/whee[l]s)/", id="machine path"),
    ],
)
def test_no_file_names_a_package_index_or_a_machines_folder(pattern):
    assert lines_with(pattern) == []
