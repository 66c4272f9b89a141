from django.urls import path

from nudges import mail_views, views

app_name = "nudges"
urlpatterns = [
    path("<int:pk>/snooze/", views.snooze, name="snooze"),
    path("<int:pk>/stop/", views.stop, name="stop"),
    path("mail/answer/<str:token>/", mail_views.answer, name="answer"),
    path("mail/leave/<str:token>/", mail_views.leave, name="leave"),
]
