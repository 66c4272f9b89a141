"""The one list of what the API has. Each room registers its views here."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from config.api_pages import Schema, show_api
from incidents.api.incidents import IncidentViewSet
from incidents.repair_api import RepairProgress
from people.api.problems import not_here
from people.api.tokens import OwnTokens

rooms = SimpleRouter(use_regex_path=False)
rooms.register("incidents", IncidentViewSet, basename="incident")
rooms.register("tokens", OwnTokens, basename="token")

v1 = [
    path("schema/", Schema.as_view(), name="schema"),
    *rooms.urls,
]

urlpatterns = [
    path("", show_api, name="api_page"),
    path("v1/", include((v1, "api"))),
    path("v1/repairs/<int:repair>/progress", RepairProgress.as_view(), name="repair_progress"),
    path("v1/repairs/<int:repair>/progress/", RepairProgress.as_view(), name="repair_progress_"),
    path("<path:rest>", not_here, name="api_nowhere"),
]
