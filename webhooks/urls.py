from django.urls import path

from webhooks.views import endpoints, log

app_name = "webhooks"
urlpatterns = [
    path("", endpoints.all_of_them, name="list"),
    path("new/", endpoints.new, name="new"),
    path("add/", endpoints.add, name="add"),
    path("<int:endpoint>/", log.endpoint, name="endpoint"),
    path("<int:endpoint>/edit/", endpoints.edit, name="edit"),
    path("<int:endpoint>/change/", endpoints.change, name="change"),
    path("<int:endpoint>/rotate/", endpoints.rotate, name="rotate"),
    path("<int:endpoint>/off/", endpoints.switch_off, name="switch_off"),
    path("<int:endpoint>/on/", endpoints.switch_on, name="switch_on"),
    path("<int:endpoint>/take-out/", endpoints.take_out, name="take_out"),
    path("<int:endpoint>/try/", log.try_out, name="try_out"),
    path("<int:endpoint>/replay/", log.replay_failed, name="replay_failed"),
    path("<int:endpoint>/messages/<int:message>/", log.message, name="message"),
    path("<int:endpoint>/messages/<int:message>/replay/", log.replay, name="replay"),
]
