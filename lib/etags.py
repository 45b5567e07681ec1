"""ETags of single records: the version that writers must name, and a digest of the bytes that readers have."""

import re
from hashlib import blake2s

ETAG = re.compile(r'(?:W/)?"(\d+)-[0-9a-f]{16}"')


def etag(version: int, content: bytes) -> str:
    """The ETag of one representation of a record: `"7-9f86d081884c7d65"`."""
    return f'"{version}-{blake2s(content, digest_size=8).hexdigest()}"'


def versions(header: str) -> list[int] | None:
    """The versions that an If-Match names; None for `*`, which any version matches."""
    return None if header.strip() == "*" else [int(version) for version in ETAG.findall(header)]
