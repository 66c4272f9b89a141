from django.urls import path

from organisation.views import directory, erasing

app_name = "directory"
urlpatterns = [
    path("", directory.directory, name="people"),
    path("<int:person>/", directory.person, name="person"),
    path("me/", erasing.own_data, name="own_data"),
    path("me/data.json", erasing.data_file, name="data_file"),
    path("me/erasing/", erasing.ask_to_be_erased, name="ask_to_be_erased"),
    path("me/staying/", erasing.rather_stay, name="rather_stay"),
]
