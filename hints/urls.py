from django.urls import path

from hints import views

app_name = "hints"
urlpatterns = [
    path("", views.hints_for_new, name="new"),
    path("rules/", views.rules, name="rules"),
    path("rules/<slug:rule>/off/", views.silence, name="silence"),
    path("rules/<slug:rule>/on/", views.hear, name="hear"),
    path("<slug:name>/<int:pk>/", views.hints, name="hints"),
    path("<slug:name>/<int:pk>/dismiss/", views.dismiss, name="dismiss"),
]
