from django.urls import path

import incidents.urls  # noqa: F401  (how a reference stands in an address)
from learning.views import (
    anonymous,
    beside,
    gaps,
    library,
    pictures,
    reading,
    shelf,
    stories,
)

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
    path("stories/<int:pk>/react/", reading.react, name="react"),
    path("stories/<int:pk>/bookmark/", reading.bookmark, name="bookmark"),
    path("stories/<int:pk>/read/", reading.mark_read, name="mark_read"),
    path("stories/<int:pk>/remarks/", reading.remark, name="remark"),
    path(
        "stories/<int:pk>/remarks/<int:remark>/withdraw/",
        reading.withdraw_remark,
        name="withdraw_remark",
    ),
    path("stories/<int:pk>/following/", reading.next_story, name="following"),
    path("stories/<int:pk>/pictures/", pictures.add_picture, name="add_picture"),
    path("pictures/<uuid:pk>/", pictures.picture, name="picture"),
    path("bookmarks/", reading.bookmarked, name="bookmarks"),
    path("stories/<int:pk>/gap/", gaps.gap, name="gap"),
    path("stories/<int:pk>/gap/say/", gaps.say_gap, name="say_gap"),
    path("stories/<int:pk>/edit/", stories.edit, name="edit"),
    path("stories/<int:pk>/save/", stories.save_edit, name="save_edit"),
    path("stories/<int:pk>/publish/", stories.publish, name="publish"),
    path("stories/<int:pk>/withdraw/", stories.withdraw, name="withdraw"),
]
