from django.utils.translation import gettext_lazy as _
from knox.crypto import hash_token
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from .models import AuthToken, User


class TokenAuthentication(BaseAuthentication):
    """Log in by `Authorization: Bearer <token>`, or `Token <token>`; read-only tokens open nothing but reading.

    Finds the token by its hash in one query, where knox' own class reads, and cleans up, all tokens of the person.
    """

    schemes = (b"bearer", b"token")

    def authenticate(self, request: Request) -> tuple[User, AuthToken] | None:
        scheme, _space, key = get_authorization_header(request).partition(b" ")
        if scheme.lower() not in self.schemes:
            return None
        digest = hash_token(key.decode("latin-1").strip())
        token = AuthToken.objects.select_related("user").filter(digest=digest).first()
        if token is None or token.is_expired or not token.user.is_active:
            raise AuthenticationFailed(_("The token is unknown, expired or revoked."))
        if token.read_only and request.method not in SAFE_METHODS:
            raise PermissionDenied(_("This token may only read."), code="read_only_token")
        token.note_use()
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
