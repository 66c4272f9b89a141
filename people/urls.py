from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("welcome/", views.first_run, name="first_run"),
    path("profile/", views.profile, name="profile"),
    path("profile/save/", views.save_profile, name="save_profile"),
    path("away/", views.go_away, name="go_away"),
    path("away/back/", views.come_back, name="come_back"),
    path("preview/", views.preview, name="preview"),
]
