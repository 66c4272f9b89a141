from django.urls import path

from organisation.views import front

app_name = "organisation"
urlpatterns = [
    path("", front.front, name="front"),
]
