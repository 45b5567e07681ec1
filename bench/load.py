"""A client that keeps its connections: how long answers take, seen from outside."""

import http.client
import statistics
import threading
import time


class Client:
    """One kept connection to the server under load."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)

    def get(self, address, headers=None):
        """Status, headers and body of an answer, and the seconds that it took."""
        begun = time.perf_counter()
        self.connection.request("GET", address, headers=headers or {})
        response = self.connection.getresponse()
        body = response.read()
        return response.status, response.headers, body, time.perf_counter() - begun

    def close(self):
        self.connection.close()


def load(port, address, connections, seconds, headers=None):
    """Milliseconds (the median) and answers a second of as many clients at once, for about as many seconds."""
    took, stop = [], time.perf_counter() + seconds
    problems = []

    def work():
        client = Client(port)
        while True:
            status, _headers, _body, one = client.get(address, headers)
            if status not in (200, 304):
                problems.append(status)
            took.append(one)
            if time.perf_counter() >= stop:
                break
        client.close()

    begun = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise SystemExit(f"{address} answered {problems[0]}")
    return statistics.median(took) * 1000, len(took) / (time.perf_counter() - begun)
