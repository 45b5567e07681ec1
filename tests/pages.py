"""How tests read pages."""

import re
from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext


def text_of(response):
    """What stands on a page to read, without tags and word joiners, each white space one."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"[\s\u2060]+", " ", unescape(re.sub(r"<[^>]+>", " ", body))).strip()


def links_of(response):
    """The addresses that a page links to, in order."""
    return [unescape(address) for address in re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', response.content.decode())]


def queries_of(client, address):
    """How many statements the page needs."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
