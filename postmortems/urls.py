from django.urls import path

from postmortems.views import (
    editing,
    exporting,
    factors,
    follow_ups,
    listing,
    publishing,
    reading,
    reviewing,
    sharing,
)

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
    # In the library, and out of the house.
    path("<int:pk>/publish/", publishing.publish, name="publish"),
    path("<int:pk>/correct/", publishing.correcting, name="correcting"),
    path("<int:pk>/corrections/", publishing.correct, name="correct"),
    path("<int:pk>/take-back/", publishing.taking_back, name="taking_back"),
    path("<int:pk>/taken-back/", publishing.take_back, name="take_back"),
    path("<int:pk>/people/", publishing.show_people, name="show_people"),
    path("<int:pk>/share/", sharing.share, name="share"),
    path("<int:pk>/share/links/", sharing.make_link, name="make_link"),
    path("<int:pk>/share/links/<int:link>/end/", sharing.end_link, name="end_link"),
    path("<int:pk>/export.md", exporting.export_markdown, name="export_markdown"),
    path("<int:pk>/export.html", exporting.export_html, name="export_html"),
    path("<int:pk>/export.pdf", exporting.export_pdf, name="export_pdf"),
]
