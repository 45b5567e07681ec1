"""One page that tells in which language it is answered and where it links to."""

from django.http import JsonResponse
from django.urls import path, reverse
from django.utils import translation

from registry.languages import language_links
from registry.urls import handler404  # noqa: F401
from registry.urls import urlpatterns as site


def tell(request, slug):
    return JsonResponse(
        {"language": translation.get_language(), "link": reverse("tell", args=["next"]), **language_links(request)}
    )


urlpatterns = [path("projects/<slug:slug>/", tell, name="tell"), *site]
