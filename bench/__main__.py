"""`make bench`: medians of the registry's own reads on a generated registry, in the process, without a network.

N is the number of projects (1000 by default). Prints a table and leaves bench/results/latest.json.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = int(os.environ.get("ROUNDS", "7"))
ADDRESSES = {
    "list": "/api/v1/projects/",
    "filter": "/api/v1/projects/?region=KZ-31&stage=announced",
    "detail": "/api/v1/projects/project-7/",
    "facets": "/api/v1/projects/facets/?region=KZ-31",
    "stats": "/api/v1/projects/stats/?group_by=region",
    "search": "/api/v1/projects/?q=завод",
    "search_two": "/api/v1/projects/?q=завод+инвестор+7",
    "search_rare": "/api/v1/projects/?q=завод+777",
    "html_list": "/projects/",
}


def main() -> None:
    size = int(os.environ.get("N", "1000"))
    with tempfile.TemporaryDirectory(prefix="registry-bench-") as room:
        os.environ |= {"VAR_DIR": room, "SECRET_KEY": "only-for-bench", "HTTPS": "off", "LOG_LEVEL": "ERROR"}
        os.environ["DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{room}/bench.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "registry.settings"
        results = measure(size)
    kept = Path(__file__).parent / "results"
    kept.mkdir(exist_ok=True)
    (kept / "latest.json").write_text(json.dumps(results, indent=1) + "\n")


def measure(size: int) -> list[dict[str, object]]:
    """Generate `size` projects into an empty database and time each read."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from bench.generate import generate

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    begun = time.perf_counter()
    generate(size)
    took = time.perf_counter() - begun
    print(f"{size} projects in {took:.1f} s on {connection.vendor}, Python {sys.version.split()[0]}")
    client, results = Client(), []
    for operation, address in ADDRESSES.items():
        times = [_timed(client, address) for _round in range(ROUNDS)][1:]
        ms = statistics.median(times) * 1000
        print(f"{operation:>10}  {ms:9.1f} ms   {1000 / ms:8.1f} a second")
        one = {"operation": operation, "database": connection.vendor, "n": size, "connections": 1, "contestant": "ours"}
        results.append(one | {"ms": round(ms, 2), "rps": round(1000 / ms, 1)})
    return results


def _timed(client: object, address: str) -> float:
    begun = time.perf_counter()
    answer = client.get(address, headers={"host": "localhost"})
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
