from django.urls import path

from organisation.views import directory

app_name = "directory"
urlpatterns = [
    path("", directory.directory, name="people"),
    path("<int:person>/", directory.person, name="person"),
]
