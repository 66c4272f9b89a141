from django.urls import path

from nudges import views

app_name = "nudges"
urlpatterns = [
    path("<int:pk>/snooze/", views.snooze, name="snooze"),
    path("<int:pk>/stop/", views.stop, name="stop"),
]
