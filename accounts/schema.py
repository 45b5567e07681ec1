from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from .authentication import TokenAuthentication


class TokenScheme(OpenApiAuthenticationExtension):
    """How OpenAPI describes the API's tokens; drf-spectacular knows it once this module is imported."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
