"""Take pictures of every page at two widths in light and dark: `make screens` writes them into docs/screens/."""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PORT = os.environ.get("PORT", "8177")
_room = tempfile.TemporaryDirectory(prefix="registry-screens-")
os.environ.update(
    VAR_DIR=_room.name, SECRET_KEY="only-for-screens", DATABASE_URL="", DEBUG="off", HTTPS="off", LOG_LEVEL="WARNING",
    EMAIL_URL="memorymail://", BIND=f"127.0.0.1:{PORT}", DJANGO_SETTINGS_MODULE="registry.settings",
)  # fmt: skip

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from .every_page import OWN, PAGES, PASSWORD, USER, addresses, prepare  # noqa: E402
from .lanes import chromium  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "screens"
SITE = f"http://127.0.0.1:{PORT}"
LOOKS = [(width, scheme) for width in (1280, 360) for scheme in ("light", "dark")]


def serve() -> tuple[subprocess.Popen, dict]:
    """Fill a registry of its own and serve it; answers the server and what the addresses name."""
    named = prepare()
    call_command("collectstatic", interactive=False, verbosity=0)
    command = [sys.executable, "-m", "gunicorn", "--config", "python:registry.serving", "registry.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
    for _try in range(100):
        try:
            urllib.request.urlopen(f"{SITE}/health/").close()  # noqa: S310
            return server, named
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise SystemExit(f"Nothing answers at {SITE}.")


def name_of(address: str, width: int, scheme: str) -> str:
    """A file name for a page: projects-view-charts-360-dark.png; numbers and codes of one run are left out."""
    plain = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<==)\d{4}-\d\d-\d\dT[\d:]+Z", "x", address)
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "home"
    return f"{words[:80]}-{width}-{scheme}.png"


def main() -> None:
    if not chromium():
        raise SystemExit("No Chromium is found; CHROMIUM can name one.")
    OUT.mkdir(parents=True, exist_ok=True)
    server, named = serve()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            for width, scheme in LOOKS:
                walk(browser, named, width, scheme)
            browser.close()
    finally:
        server.terminate()


def walk(browser: Browser, named: dict, width: int, scheme: str) -> None:
    """Picture every page at one width in one scheme."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()

    def shoot(address):
        page.goto(SITE + address)
        page.screenshot(path=OUT / name_of(address, width, scheme), full_page=True)

    for address in addresses(PAGES, named):
        shoot(address)
    page.goto(f"{SITE}/account/login/")
    page.fill("[name=username]", USER)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    for address in addresses(OWN, named):
        shoot(address)
    context.close()
    sys.stdout.write(f"{width} px, {scheme}: done\n")


if __name__ == "__main__":
    main()
