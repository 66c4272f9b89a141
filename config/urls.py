from django.contrib import admin
from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.home, name="today"),
    path("healthz", views.healthz, name="healthz"),
    path("people/", include("people.urls")),
    path("incidents/", include("incidents.urls")),
    path("write-ups/", include("postmortems.urls")),
    path("library/", include("learning.urls")),
    path("nudges/", include("nudges.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
