"""How gunicorn serves the registry: `gunicorn --config python:registry.serving registry.wsgi`.

BIND is the address and port, WEB_CONCURRENCY the number of processes, THREADS the threads of each.
"""

import os
import socket
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = int(os.environ.get("THREADS", "8"))
worker_class = "gthread"
preload_app = True  # a mistake in the settings ends the start, before an address is announced
control_socket_disable = True
loglevel = "warning"

WELCOME = """
The registry is running:  http://{address}/
    API                   http://{address}/api/v1/projects/
    Admin                 http://{address}/admin/    (make yourself a user: `make admin` in a second terminal)
Ctrl-C stops it; what you entered stays.
"""


def on_starting(server: "Arbiter") -> None:
    """Say at once, and how to go on, when another program has the port; gunicorn would try for five seconds first."""
    host, _, port = bind.rpartition(":")
    if host != "127.0.0.1":
        return
    try:
        socket.create_server((host, int(port))).close()
    except OSError as error:
        sys.exit(
            f"Nothing can be served at {bind}: {os.strerror(error.errno or 0)}. Choose another port: make run PORT=8123"
        )


def when_ready(server: "Arbiter") -> None:
    """Say where the registry answers, once it does: nothing is announced while the port is taken."""
    sys.stdout.write(WELCOME.format(address=bind))
    sys.stdout.flush()
