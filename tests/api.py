"""How tests speak to the REST API."""

import json

from django.test import Client

from tests.factories.accounts import AuthTokenFactory, UserFactory


class Api:
    """A program that calls the API, with the token of a person of this role, or with none."""

    def __init__(self, role="", *, user=None, read_only=False):
        self.client = Client()
        self.user = user or (UserFactory(role=role) if role else None)
        self.headers = {}
        if self.user:
            token = AuthTokenFactory(user=self.user, read_only=read_only)
            self.headers["Authorization"] = f"Bearer {token.key}"

    def get(self, path, **headers):
        return self.send("get", path, **headers)

    def send(self, method, path, document=None, **headers):
        """Send a document as JSON; a header is named as `If_Match`."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        address = path if path.startswith("/") else f"/api/v1/{path}"
        content = {"data": json.dumps(document), "content_type": "application/json"} if document is not None else {}
        return self.client.generic(method.upper(), address, headers=self.headers | given, **content)

    def post(self, path, document, **headers):
        return self.send("post", path, document, **headers)

    def write(self, method, path, document=None, **headers):
        """Change a record as it is now: with the ETag of a read just before."""
        return self.send(method, path, document, **{"If_Match": self.get(path)["ETag"]} | headers)


def results(response):
    """The rows of a list."""
    assert response.status_code == 200, response.content
    return response.json()["results"]


def slugs(response, key="slug"):
    return [row[key] for row in results(response)]


def errors(response, status):
    """Check the shape all errors share; answer what is under `errors`."""
    assert response.status_code == status, response.content
    body = response.json()
    assert set(body) == {"status", "errors"}
    assert body["status"] == status
    assert body["errors"]
    for found in body["errors"].values():
        assert all({"code", "message"} <= set(one) <= {"code", "message", "suggestions"} for one in found)
        assert all(one["message"] for one in found)
    return body["errors"]


def codes(response, status):
    """What is wrong, as {place: code of its first error}."""
    return {place: found[0]["code"] for place, found in errors(response, status).items()}
