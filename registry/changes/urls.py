from django.urls import path

from . import pages

app_name = "history"

urlpatterns = [
    path("", pages.revision_list, name="list"),
    path("compare/", pages.compare, name="compare"),
    path("<int:pk>/", pages.revision_detail, name="revision"),
    path("<int:pk>/undo/", pages.revision_undo, name="undo"),
]
