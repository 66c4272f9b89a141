from django.urls import path

from slack.views import from_slack, pages

app_name = "slack"
urlpatterns = [
    path("", pages.set_up, name="set_up"),
    path("mine/", pages.mine, name="mine"),
    path("link/<str:token>/", pages.link, name="link"),
    path("link/<str:token>/mine/", pages.say_mine, name="say_mine"),
    path("accounts/<int:account>/unlink/", pages.unlink, name="unlink"),
    path("commands/", from_slack.commands, name="commands"),
    path("interactions/", from_slack.interactions, name="interactions"),
]
