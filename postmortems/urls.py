from django.urls import path

from postmortems.views import commenting, editing, factors, follow_ups, listing, reading, reviewing

# The converter `reference` is registered in `incidents/urls.py`.

app_name = "postmortems"
urlpatterns = [
    path("", listing.list_write_ups, name="list"),
    path("start/<reference:number>/", editing.start, name="start"),
    path("<int:pk>/", reading.read, name="read"),
    path("<int:pk>/live/", reading.live_write_up, name="live_write_up"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/save/", editing.save, name="save"),
    path("<int:pk>/preview/", editing.preview, name="preview"),
    path("<int:pk>/factors/", factors.add_factor, name="add_factor"),
    path("<int:pk>/factors/<int:factor>/out/", factors.remove_factor, name="remove_factor"),
    path("<int:pk>/follow-ups/new/", follow_ups.plan, name="plan"),
    path("<int:pk>/follow-ups/", follow_ups.add_follow_up, name="add_follow_up"),
    path(
        "<int:pk>/follow-ups/<int:follow_up>/done/",
        follow_ups.complete_follow_up,
        name="complete_follow_up",
    ),
    path("<int:pk>/follow-ups/<int:follow_up>/let-go/", follow_ups.letting_go, name="letting_go"),
    path("<int:pk>/follow-ups/<int:follow_up>/gone/", follow_ups.let_go, name="let_go"),
    path("<int:pk>/review/", reviewing.choose_reviewer, name="choose_reviewer"),
    path("<int:pk>/review/ask/", reviewing.ask_for_review, name="ask_for_review"),
    path("<int:pk>/rounds/<int:number>/another/", reviewing.choose_another, name="choose_another"),
    path("<int:pk>/rounds/<int:number>/ask/", reviewing.ask_another_lead, name="ask_another_lead"),
    path("<int:pk>/rounds/<int:number>/verdict/", reviewing.give_verdict, name="give_verdict"),
    path("<int:pk>/rounds/<int:number>/take-over/", reviewing.take_over, name="take_over"),
    path("<int:pk>/comment/", commenting.comment, name="comment"),
    path("<int:pk>/threads/", commenting.start_thread, name="start_thread"),
    path("<int:pk>/threads/live/", commenting.live_threads, name="live_threads"),
    path("<int:pk>/threads/<int:thread>/reply/", commenting.reply, name="reply"),
    path(
        "<int:pk>/threads/<int:thread>/resolve/", commenting.resolve_thread, name="resolve_thread"
    ),
    path("<int:pk>/threads/<int:thread>/reopen/", commenting.reopen_thread, name="reopen_thread"),
    path(
        "<int:pk>/threads/<int:thread>/<int:comment>/withdraw/",
        commenting.withdraw_comment,
        name="withdraw_comment",
    ),
    path(
        "<int:pk>/threads/<int:thread>/<int:comment>/accept/",
        commenting.accept_suggestion,
        name="accept_suggestion",
    ),
    path("<int:pk>/publish/", reviewing.publish, name="publish"),
]
