from django.urls import path

from postmortems import views

# The converter `reference` is registered in `incidents/urls.py`.

app_name = "postmortems"
urlpatterns = [
    path("", views.list_write_ups, name="list"),
    path("start/<reference:number>/", views.start, name="start"),
    path("<int:pk>/", views.read, name="read"),
    path("<int:pk>/live/", views.live_write_up, name="live_write_up"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/save/", views.save, name="save"),
    path("<int:pk>/factors/", views.add_factor, name="add_factor"),
    path("<int:pk>/factors/<int:factor>/out/", views.remove_factor, name="remove_factor"),
    path("<int:pk>/follow-ups/new/", views.plan, name="plan"),
    path("<int:pk>/follow-ups/", views.add_follow_up, name="add_follow_up"),
    path(
        "<int:pk>/follow-ups/<int:follow_up>/done/",
        views.complete_follow_up,
        name="complete_follow_up",
    ),
    path("<int:pk>/follow-ups/<int:follow_up>/let-go/", views.letting_go, name="letting_go"),
    path("<int:pk>/follow-ups/<int:follow_up>/gone/", views.let_go, name="let_go"),
    path("<int:pk>/review/", views.choose_reviewer, name="choose_reviewer"),
    path("<int:pk>/review/ask/", views.ask_for_review, name="ask_for_review"),
    path("<int:pk>/rounds/<int:number>/another/", views.choose_another, name="choose_another"),
    path("<int:pk>/rounds/<int:number>/ask/", views.ask_another_lead, name="ask_another_lead"),
    path("<int:pk>/rounds/<int:number>/verdict/", views.give_verdict, name="give_verdict"),
    path("<int:pk>/publish/", views.publish, name="publish"),
]
