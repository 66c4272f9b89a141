from django.urls import path

from postmortems.views import editing, factors, follow_ups, listing, reading, reviewing

# The converter `reference` is registered in `incidents/urls.py`.

app_name = "postmortems"
urlpatterns = [
    path("", listing.list_write_ups, name="list"),
    path("start/<reference:number>/", editing.start, name="start"),
    path("<int:pk>/", reading.read, name="read"),
    path("<int:pk>/live/", reading.live_write_up, name="live_write_up"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/save/", editing.save, name="save"),
    path("<int:pk>/factors/", factors.add_factor, name="add_factor"),
    path("<int:pk>/factors/<int:factor>/out/", factors.remove_factor, name="remove_factor"),
    path("<int:pk>/follow-ups/new/", follow_ups.plan, name="plan"),
    path("<int:pk>/follow-ups/", follow_ups.add_follow_up, name="add_follow_up"),
    path("<int:pk>/review/", reviewing.choose_reviewer, name="choose_reviewer"),
    path("<int:pk>/review/ask/", reviewing.ask_for_review, name="ask_for_review"),
    path("<int:pk>/rounds/<int:number>/another/", reviewing.choose_another, name="choose_another"),
    path("<int:pk>/rounds/<int:number>/ask/", reviewing.ask_another_lead, name="ask_another_lead"),
    path("<int:pk>/rounds/<int:number>/verdict/", reviewing.give_verdict, name="give_verdict"),
    path("<int:pk>/publish/", reviewing.publish, name="publish"),
]
