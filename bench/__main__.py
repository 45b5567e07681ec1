"""`make bench`: how fast the registry reads, beside hand-written SQL and textbook REST framework on the same tables.

All contestants stand behind the same server (two processes) and middleware; rounds are interleaved. N is the number of
projects (1000), ROUNDS how often each is asked (3), SECONDS how long each time (1), DATABASES which ones (all that
answer), CONNECTIONS how many clients at once (1 and 8). Prints a table; leaves bench/results/latest.json.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from .load import Client, load

N = int(os.environ.get("N", "1000"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
SECONDS = float(os.environ.get("SECONDS", "1"))
CONNECTIONS = [int(text) for text in os.environ.get("CONNECTIONS", "1 8").split()]
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
RESULTS = Path(__file__).parent / "results"

API = "/api/v1/projects/"
# By operation: the address of each contestant, and headers.
OPERATIONS = {
    "list": {"limit": "/limit/projects/", "textbook": "/textbook/projects/", "ours": API},
    "filter": {
        "limit": "/limit/projects/?region=KZ-31&stage=announced",
        "textbook": "/textbook/projects/?region__code=KZ-31&stage=announced",
        "ours": f"{API}?region=KZ-31&stage=announced",
    },
    "detail": {
        "limit": "/limit/projects/project-7/",
        "textbook": "/textbook/projects/project-7/",
        "ours": f"{API}project-7/",
    },
    "facets": {"ours": f"{API}facets/?region=KZ-31"},
    "stats": {"ours": f"{API}stats/?group_by=region"},
    "search": {"ours": f"{API}?q={quote('завод')}"},
    "search_two": {"ours": f"{API}?q={quote('завод инвестор 7')}"},
    "search_rare": {"ours": f"{API}?q={quote('завод 777')}"},
    "page_middle": {
        "textbook": f"/textbook/projects/?page={max(N // 100, 1)}",
        "ours": f"{API}?page={max(N // 100, 1)}",
    },
    "html_list": {"ours": "/projects/"},
    "html_list_kept": {"ours": "/projects/"},
    "not_modified": {"ours": API},
}

# A reader with a cookie has each page made for him; all others share what the process keeps.
HEADERS = {"html_list": {"Cookie": "somebody=1"}}


def main():
    results = []
    for vendor in os.environ.get("DATABASES", "sqlite postgresql").split():
        if vendor == "postgresql" and not answers(POSTGRES):
            print("No PostgreSQL answers: left out.")
            continue
        with tempfile.TemporaryDirectory(prefix="registry-bench-") as room:
            results += measure(vendor, room)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps(results, indent=1) + "\n")


def answers(url):
    host, _, port = url.rpartition("@")[2].partition("/")[0].partition(":")
    try:
        socket.create_connection((host, int(port or 5432)), timeout=2).close()
    except OSError:
        return False
    return True


def measure(vendor, room):
    """Generate a registry on this database, serve it, and time every operation."""
    port = free_port()
    env = os.environ | {
        "VAR_DIR": room, "SECRET_KEY": "only-for-bench", "HTTPS": "off", "DEBUG": "off", "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "bench.settings", "BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "2",
        "DATABASE_URL": f"sqlite:///{room}/bench.sqlite3",
    }  # fmt: skip
    if vendor == "postgresql":
        env["DATABASE_URL"] = POSTGRES.rpartition("/")[0] + "/registry_bench"
        env["BENCH_MAKE_DATABASE"] = POSTGRES
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bench.generate", str(N)], env=env, check=True)
    print(f"\n{vendor}: {N} projects generated in {time.perf_counter() - begun:.0f} s")
    command = [sys.executable, "-m", "gunicorn", "--config", "python:registry.serving", "registry.wsgi"]
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        compare(port)
        return [one for operation in OPERATIONS for one in timed(vendor, port, operation)]
    finally:
        server.terminate()
        server.wait()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def wait_for(port):
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")


def compare(port):
    """The limit and ours must say the same before their times mean anything."""
    client = Client(port)
    for operation in ("list", "filter", "detail"):
        said = {name: json.loads(client.get(address)[2]) for name, address in OPERATIONS[operation].items()}
        ours, limit = said["ours"], said["limit"]
        if operation == "detail":
            ours = {name: value for name, value in ours.items() if name in limit}
            limit |= {"url": ours["url"]}
        else:
            for row, other in zip(ours["results"], limit["results"], strict=True):
                other["url"] = row["url"]
            ours, limit = [ours["count"], ours["results"]], [limit["count"], limit["results"]]
            assert said["textbook"]["count"] == ours[0]
        assert ours == limit, f"{operation}: hand-written SQL and the registry say different things"
    client.close()


def timed(vendor, port, operation):
    contestants = OPERATIONS[operation]
    headers = HEADERS.get(operation, {})
    if operation == "not_modified":
        client = Client(port)
        headers = {"If-None-Match": client.get(contestants["ours"])[1]["ETag"]}
        client.close()
    for connections in CONNECTIONS:
        found = {name: [] for name in contestants}
        for _round in range(ROUNDS):
            for name, address in contestants.items():
                found[name].append(load(port, address, connections, SECONDS, headers))
        medians = {
            name: [statistics.median(column) for column in zip(*rounds, strict=True)] for name, rounds in found.items()
        }
        for name, (ms, rps) in medians.items():
            ratio = f"{medians['ours'][0] / ms:6.2f} of it" if name != "ours" else ""
            print(f"{operation:>14} {connections:2} {name:>9} {ms:9.2f} ms {rps:8.1f}/s  ours {ratio}" if ratio else
                  f"{operation:>14} {connections:2} {name:>9} {ms:9.2f} ms {rps:8.1f}/s")  # fmt: skip
            one = {"operation": operation, "database": vendor, "n": N, "connections": connections, "contestant": name}
            yield one | {"ms": round(ms, 3), "rps": round(rps, 1)}


if __name__ == "__main__":
    main()
