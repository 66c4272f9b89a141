from django.urls import path

from nudges.views import pages, preferences, pressing, undelivered

app_name = "nudges"
urlpatterns = [
    path("", pages.mine, name="mine"),
    path("live/", pages.live_mine, name="live_mine"),
    path("sent/", pages.sent, name="sent"),
    path("<int:pk>/snooze/", pressing.snooze, name="snooze"),
    path("<int:pk>/stop/", pressing.stop, name="stop"),
    path("<int:pk>/done/", pressing.finish, name="finish"),
    path("<int:pk>/back/", pressing.bring_back, name="bring_back"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/save/", preferences.save_preferences, name="save_preferences"),
    path("preferences/reset/", preferences.as_by_itself, name="reset_preferences"),
    path("undelivered/", undelivered.undelivered, name="undelivered"),
    path("undelivered/outlets/<int:pk>/", undelivered.try_outlet, name="try_outlet"),
    path("undelivered/<int:pk>/", undelivered.try_one, name="try_one"),
    path("undelivered/all/", undelivered.try_all, name="try_all"),
]
