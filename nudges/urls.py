from django.urls import path

from nudges import browser_views, chat_views, mail_views, views

app_name = "nudges"
urlpatterns = [
    path("<int:pk>/snooze/", views.snooze, name="snooze"),
    path("<int:pk>/stop/", views.stop, name="stop"),
    path("mail/answer/<str:token>/", mail_views.answer, name="answer"),
    path("mail/leave/<str:token>/", mail_views.leave, name="leave"),
    path("browsers/", browser_views.browsers, name="browsers"),
    path("browsers/keep/", browser_views.keep, name="keep_browser"),
    path("browsers/renew/", browser_views.renew, name="renew_browser"),
    path("browsers/see/", browser_views.see, name="see_browser"),
    path("browsers/leave/", browser_views.leave, name="leave_browser"),
    path("browsers/key/", browser_views.key, name="push_key"),
    path("browsers/<int:pk>/take-out/", browser_views.take_out, name="take_out_browser"),
    path("browsers/<int:pk>/try/", browser_views.try_out, name="try_browser"),
    path("chat/", chat_views.own, name="chats"),
    path("chat/add/", chat_views.add, name="add_chat"),
    path("chat/teams/<int:team>/", chat_views.of_team, name="team_chats"),
    path("chat/teams/<int:team>/add/", chat_views.add_to_team, name="add_team_chat"),
    path("chat/<int:pk>/test/", chat_views.test, name="test_chat"),
    path("chat/<int:pk>/off/", chat_views.switch_off, name="switch_chat_off"),
    path("chat/<int:pk>/on/", chat_views.switch_on, name="switch_chat_on"),
    path("chat/<int:pk>/take-out/", chat_views.take_out, name="take_chat_out"),
]
