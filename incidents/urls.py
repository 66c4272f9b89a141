from django.urls import path, register_converter

from incidents.views import care, filing, lifecycle, listing, room


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
    path("", listing.list_incidents, name="list"),
    path("new/", filing.declare, name="declare"),
    path("new/file/", filing.file, name="file"),
    path("new/tools/", filing.tools, name="tools"),
    path("<reference:number>/", room.room, name="room"),
    path("<reference:number>/live/", room.live_room, name="live_room"),
    path("<reference:number>/details/", filing.details, name="details"),
    path("<reference:number>/describe/", filing.describe, name="describe"),
    path("<reference:number>/join/", room.join, name="join"),
    path("<reference:number>/role/", room.take_role, name="take_role"),
    path("<reference:number>/hand-over/", room.choose_lead, name="choose_lead"),
    path("<reference:number>/lead/", room.hand_over, name="hand_over"),
    path("<reference:number>/notes/", room.add_note, name="add_note"),
    path("<reference:number>/entries/<int:entry>/", room.mark_entry, name="mark_entry"),
    path("<reference:number>/updates/", room.post_update, name="post_update"),
    path("<reference:number>/status/", lifecycle.change_status, name="change_status"),
    path("<reference:number>/severity/", lifecycle.set_severity, name="set_severity"),
    path("<reference:number>/close/", lifecycle.close, name="close"),
    path("<reference:number>/resolve/", lifecycle.resolve, name="resolve"),
    path("<reference:number>/stand-down/", lifecycle.stand_down, name="stand_down"),
    path("<reference:number>/after/", lifecycle.after, name="after"),
    path("<reference:number>/no-write-up/", lifecycle.skip_write_up, name="skip_write_up"),
    path("<reference:number>/reopen/", lifecycle.reopen, name="reopen"),
    path("<reference:number>/check-in/", care.check_in, name="check_in"),
    path("<reference:number>/fine/", care.am_fine, name="am_fine"),
    path("<reference:number>/word/", care.would_welcome_a_word, name="would_welcome_a_word"),
    path("reach-out/<int:pk>/", care.reach_out, name="reach_out"),
    path("reach-out/<int:pk>/write/", care.write_note, name="write_note"),
    path("notes/<int:pk>/", care.note, name="note"),
]
