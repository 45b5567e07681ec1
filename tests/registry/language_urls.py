"""One page that tells in which language it is answered and where it links to."""

from django.http import JsonResponse
from django.urls import path, reverse
from django.utils import translation

from registry.languages import language_links


def tell(request, slug):
    return JsonResponse(
        {"language": translation.get_language(), "link": reverse("tell", args=["next"]), **language_links(request)}
    )


urlpatterns = [path("projects/<slug:slug>/", tell, name="tell")]
