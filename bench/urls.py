from django.urls import path

from registry.urls import *  # noqa: F403
from registry.urls import urlpatterns as site

from . import limit, textbook

urlpatterns = [
    *site,
    path("limit/projects/", limit.project_list),
    path("limit/projects/<slug:slug>/", limit.project_detail),
    path("textbook/projects/", textbook.ProjectViewSet.as_view({"get": "list"})),
    path("textbook/projects/<slug:slug>/", textbook.ProjectViewSet.as_view({"get": "retrieve"})),
]
