"""What whoever holds a link reads without an account."""

from django.urls import path

from postmortems.views import shared

app_name = "shared"
urlpatterns = [
    path("<str:token>/", shared.read, name="read"),
    path("<str:token>/pictures/<uuid:pk>/", shared.picture, name="picture"),
]
