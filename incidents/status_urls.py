"""What the whole world can read, and subscribe to."""

from django.urls import path

from incidents.views import status_page

app_name = "status"
urlpatterns = [
    path("", status_page.page, name="page"),
    path("feed/", status_page.feed, name="feed"),
    path("subscribe/", status_page.subscribing, name="subscribing"),
    path("subscribe/send/", status_page.subscribe, name="subscribe"),
    path("subscribe/asked/", status_page.asked, name="asked"),
    path("confirm/<str:token>/", status_page.confirm, name="confirm"),
    path("confirm/<str:token>/yes/", status_page.confirmed, name="confirmed"),
    path("leave/<str:token>/", status_page.leave, name="leave"),
]
