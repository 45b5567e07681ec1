"""The addresses under /investors/."""

from django.urls import path

from . import views

app_name = "investors"

urlpatterns = [
    path("", views.investor_list, name="list"),
    path("<slug:slug>/", views.investor_detail, name="detail"),
]
