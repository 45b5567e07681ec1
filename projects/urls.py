"""The addresses of projects, their claims, sectors and agreements."""

from django.urls import path

from . import views

app_name = "projects"

urlpatterns = [
    path("projects/", views.project_list, name="list"),
    path("claims/<uuid:uid>/", views.claim_detail, name="claim"),
]
