from django.urls import path, register_converter

from incidents import views


class Reference:
    """`INC-142` in an address is 142 in the code."""

    regex = "[Ii][Nn][Cc]-[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value.partition("-")[2])

    def to_url(self, value: int) -> str:
        return f"INC-{value}"


register_converter(Reference, "reference")

app_name = "incidents"
urlpatterns = [
    path("", views.list_incidents, name="list"),
    path("new/", views.declare, name="declare"),
    path("new/file/", views.file, name="file"),
    path("<reference:number>/", views.room, name="room"),
    path("<reference:number>/live/", views.live_room, name="live_room"),
    path("<reference:number>/details/", views.details, name="details"),
    path("<reference:number>/describe/", views.describe, name="describe"),
    path("<reference:number>/join/", views.join, name="join"),
    path("<reference:number>/role/", views.take_role, name="take_role"),
    path("<reference:number>/hand-over/", views.choose_lead, name="choose_lead"),
    path("<reference:number>/lead/", views.hand_over, name="hand_over"),
    path("<reference:number>/notes/", views.add_note, name="add_note"),
    path("<reference:number>/entries/<int:entry>/", views.mark_entry, name="mark_entry"),
    path("<reference:number>/updates/", views.post_update, name="post_update"),
    path("<reference:number>/status/", views.change_status, name="change_status"),
    path("<reference:number>/severity/", views.set_severity, name="set_severity"),
    path("<reference:number>/close/", views.close, name="close"),
    path("<reference:number>/resolve/", views.resolve, name="resolve"),
    path("<reference:number>/stand-down/", views.stand_down, name="stand_down"),
    path("<reference:number>/after/", views.after, name="after"),
    path("<reference:number>/no-write-up/", views.skip_write_up, name="skip_write_up"),
    path("<reference:number>/reopen/", views.reopen, name="reopen"),
    path("<reference:number>/check-in/", views.check_in, name="check_in"),
    path("<reference:number>/fine/", views.am_fine, name="am_fine"),
    path("<reference:number>/word/", views.would_welcome_a_word, name="would_welcome_a_word"),
    path("reach-out/<int:pk>/", views.reach_out, name="reach_out"),
    path("reach-out/<int:pk>/write/", views.write_note, name="write_note"),
    path("notes/<int:pk>/", views.note, name="note"),
]
