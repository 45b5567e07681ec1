"""What stands beside the resources: the index, the OpenAPI description, its page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import cache_page
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from .api import resources


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The page that leads people into the API."""
    return render(request, "api.html", {"resources": resources(request)})


class SwaggerView(SpectacularSwaggerSplitView):
    """drf-spectacular's own page has a style in it, which the policy of this site refuses."""

    url_name = "api_schema"
    template_name = "api_docs.html"


urlpatterns = [
    path("", index, name="api_index"),
    # Made from all forms anew it takes a second; it is the same for all readers of one language.
    path("schema/", cache_page(600)(SpectacularAPIView.as_view()), name="api_schema"),
    path("docs/", SwaggerView.as_view(), name="api_docs"),
]
