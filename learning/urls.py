from django.urls import path

import incidents.urls  # noqa: F401  (how a reference stands in an address)
from learning import views

app_name = "learning"
urlpatterns = [
    path("", views.library, name="library"),
    path("beside/", views.beside, name="beside"),
    path("beside/<reference:number>/", views.beside_incident, name="beside_incident"),
    path("stories/new/", views.tell, name="tell"),
    path("stories/new/save/", views.save, name="save"),
    path("stories/<int:pk>/", views.story, name="story"),
    path("stories/<int:pk>/edit/", views.edit, name="edit"),
    path("stories/<int:pk>/save/", views.save_edit, name="save_edit"),
    path("stories/<int:pk>/publish/", views.publish, name="publish"),
    path("stories/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
