from django.urls import path

from nudges import views

app_name = "nudges"
urlpatterns = [
    path("waiting/", views.waiting, name="waiting"),
    path("badge/", views.badge, name="badge"),
    path("<int:pk>/snooze/", views.snooze, name="snooze"),
    path("<int:pk>/stop/", views.stop, name="stop"),
]
