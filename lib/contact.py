"""The address of whoever runs the registry: of mail, or of a page."""

from urllib.parse import quote


def contact_url(given: str, **written: str) -> str:
    """Where a link to the contact leads; "" without one. `written` (subject, body) is filled into a new mail."""
    if not given or "://" in given:
        return given
    filled = "&".join(f"{name}={quote(text)}" for name, text in written.items())
    return f"mailto:{given}?{filled}" if filled else f"mailto:{given}"
