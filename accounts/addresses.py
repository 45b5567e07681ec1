from django.http import HttpRequest


def behind_proxy(request: HttpRequest) -> str:
    """Answer the client's address as the nearest proxy saw it: anyone can send the entries before the last one."""
    return request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or request.META["REMOTE_ADDR"]
