"""Which software this is: what other software answered may be no longer right."""

from collections.abc import Iterable
from functools import cache
from hashlib import blake2s
from pathlib import Path

from django.conf import settings

# What shapes an answer: code, templates, texts, and the files whose names stand in pages.
SUFFIXES = {".py", ".html", ".po", ".css", ".js", ".svg", ".txt"}


@cache
def fingerprint() -> str:
    """A digest of the registry's own files, and of the lock that names those of others, when it is first asked for."""
    base = Path(settings.BASE_DIR)
    folders = sorted({path.parent.name for path in base.glob("*/apps.py")} | {"lib", "locale", "static", "templates"})
    digest = blake2s(digest_size=8)
    for path in _files(base, [*folders, "requirements.txt"]):
        digest.update(str(path.relative_to(base)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(base: Path, names: Iterable[str]) -> Iterable[Path]:
    for name in names:
        found = [base / name] if (base / name).is_file() else (base / name).rglob("*")
        yield from sorted(path for path in found if path.suffix in SUFFIXES)
