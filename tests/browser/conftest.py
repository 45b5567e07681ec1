"""A real Chromium against a live server: CHROMIUM names it, else it is looked for on the PATH."""

import os

import pytest

from tests.lanes import chromium

# Playwright's sync API keeps an event loop in this thread, which Django's check against async use takes for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not (path := chromium()):
        pytest.skip("no Chromium found; CHROMIUM can name one")
    # Chromium's own sandbox refuses to start as root, which CI may be; the pages it opens are only our own.
    return {**browser_type_launch_args, "executable_path": path, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture
def page(page, live_server):
    """A page that remembers: `foreign` are requests to other hosts, `complaints` errors and reports of the policy."""
    page.foreign = []
    page.complaints = []
    page.on("request", lambda request: _note_foreign(page, request.url, live_server.url))
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def _note_foreign(page, url, own):
    if not url.startswith((own, "data:", "blob:", "about:")):
        page.foreign.append(url)
