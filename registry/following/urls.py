from django.urls import path

from . import pages
from .atom import SavedViewFeed

app_name = "following"

urlpatterns = [
    path("account/views/", pages.views, name="list"),
    path("account/views/<uuid:uid>/", pages.edit, name="edit"),
    path("account/views/<uuid:uid>/remove/", pages.remove, name="remove"),
    path("views/<uuid:uid>/", pages.detail, name="detail"),
    path("views/<uuid:uid>/changes.atom", SavedViewFeed(), name="atom"),
]
