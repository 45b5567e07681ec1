"""The addresses of projects, their claims, sectors and agreements, and the way from words of a source to a claim."""

from django.urls import path

import lib.paths  # noqa: F401 (the converter "code")

from . import views

app_name = "projects"

urlpatterns = [
    path("projects/", views.project_list, name="list"),
    path("projects/explain/", views.explain, name="explain"),  # before slugs: no project is called so
    path("projects/compare/", views.compare, name="compare"),
    path("projects/charts/points.json", views.points, name="points"),
    path("projects/charts/<slug:name>.<slug:file_format>", views.chart_file, name="chart"),
    path("projects/<slug:slug>/", views.project_detail, name="detail"),
    path("projects/<slug:slug>/evidence/<str:attribute>/", views.evidence, name="evidence"),
    path("embed/<slug:name>/", views.embed, name="embed"),
    path("disagreements/", views.disagreement_list, name="disagreements"),
    path("claims/<uuid:uid>/", views.claim_detail, name="claim"),
    path("sectors/", views.sector_list, name="sectors"),
    path("sectors/<code:code>/", views.sector_detail, name="sector"),
    path("sources/<slug:slug>/cite/", views.cite_words, name="cite"),
    path("agreements/", views.agreement_list, name="agreements"),
    path("agreements/<slug:slug>/", views.agreement_detail, name="agreement"),
]
