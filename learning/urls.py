from django.urls import path

import incidents.urls  # noqa: F401  (how a reference stands in an address)
from learning.views import anonymous, beside, library, shelf, stories

app_name = "learning"
urlpatterns = [
    path("", library.library, name="library"),
    path("beside/", beside.beside, name="beside"),
    path("beside/<reference:number>/", beside.beside_incident, name="beside_incident"),
    path("outages/", shelf.shelf, name="shelf"),
    path("anonymous/", anonymous.anonymous, name="anonymous"),
    path("anonymous/open/", anonymous.open_anonymous, name="open_anonymous"),
    path("anonymous/save/", anonymous.save_anonymous, name="save_anonymous"),
    path("anonymous/withdraw/", anonymous.withdraw, name="withdraw_anonymous"),
    path("stories/new/", stories.tell, name="tell"),
    path("stories/new/save/", stories.save, name="save"),
    path("stories/<int:pk>/", stories.story, name="story"),
    path("stories/<int:pk>/more/", library.more_like, name="more_like"),
    path("stories/<int:pk>/edit/", stories.edit, name="edit"),
    path("stories/<int:pk>/save/", stories.save_edit, name="save_edit"),
    path("stories/<int:pk>/publish/", stories.publish, name="publish"),
    path("stories/<int:pk>/withdraw/", stories.withdraw, name="withdraw"),
]
