from django.urls import path, register_converter

from incidents.views import (
    care,
    checklists,
    filing,
    help,
    lifecycle,
    linking,
    listing,
    pictures,
    repair,
    restricting,
    roles,
    room,
    services,
    status_page,
    tasks,
    timeline,
)


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
    path("status-page/", status_page.settings, name="status_settings"),
    path("status-page/save/", status_page.save_settings, name="save_status_settings"),
    path("status-page/try-again/", status_page.try_again, name="try_status_mail_again"),
    path("services/", services.list_services, name="services"),
    path("services/new/", services.new_service, name="new_service"),
    path("services/new/add/", services.add_service, name="add_service"),
    path("services/<slug:slug>/", services.service, name="service"),
    path("services/<slug:slug>/edit/", services.edit_service, name="edit_service"),
    path("services/<slug:slug>/change/", services.change_service, name="change_service"),
    path("services/<slug:slug>/links/new/", services.new_link, name="new_link"),
    path("services/<slug:slug>/links/add/", services.add_link, name="add_link"),
    path("services/<slug:slug>/links/<int:link>/", services.edit_link, name="edit_link"),
    path("services/<slug:slug>/links/<int:link>/change/", services.change_link, name="change_link"),
    path("services/<slug:slug>/links/<int:link>/remove/", services.remove_link, name="remove_link"),
    path("services/<slug:slug>/tools/new/", services.new_tool, name="new_tool"),
    path("services/<slug:slug>/tools/add/", services.add_tool, name="add_tool"),
    path("services/<slug:slug>/tools/<int:tool>/", services.edit_tool, name="edit_tool"),
    path("services/<slug:slug>/tools/<int:tool>/change/", services.change_tool, name="change_tool"),
    path("services/<slug:slug>/tools/<int:tool>/remove/", services.remove_tool, name="remove_tool"),
    path("checklists/", checklists.list_checklists, name="checklists"),
    path("checklists/new/", checklists.new_checklist, name="new_checklist"),
    path("checklists/new/add/", checklists.write_checklist, name="write_checklist"),
    path("checklists/<int:checklist>/", checklists.edit_checklist, name="edit_checklist"),
    path(
        "checklists/<int:checklist>/change/", checklists.change_checklist, name="change_checklist"
    ),
    path("checklists/<int:checklist>/delete/", checklists.ask_to_delete, name="ask_to_delete"),
    path(
        "checklists/<int:checklist>/delete/yes/",
        checklists.delete_checklist,
        name="delete_checklist",
    ),
    path("<reference:number>/", room.room, name="room"),
    path("<reference:number>/live/", room.live_room, name="live_room"),
    path("<reference:number>/details/", filing.details, name="details"),
    path("<reference:number>/describe/", filing.describe, name="describe"),
    path("<reference:number>/join/", room.join, name="join"),
    path("<reference:number>/role/", room.take_role, name="take_role"),
    path("<reference:number>/hand-over/", roles.choose_whom, name="choose_whom"),
    path("<reference:number>/roles/", roles.hand_over, name="hand_over"),
    path("<reference:number>/notes/", room.add_note, name="add_note"),
    path("<reference:number>/entries/<int:entry>/", room.mark_entry, name="mark_entry"),
    path("<reference:number>/updates/", room.post_update, name="post_update"),
    path("<reference:number>/tasks/", tasks.add_task, name="add_task"),
    path("<reference:number>/tasks/<int:task>/take/", tasks.take_task, name="take_task"),
    path("<reference:number>/tasks/<int:task>/hand-on/", tasks.hand_on_task, name="hand_on_task"),
    path("<reference:number>/tasks/<int:task>/done/", tasks.finish_task, name="finish_task"),
    path("<reference:number>/tasks/<int:task>/not-done/", tasks.untick_task, name="untick_task"),
    path("<reference:number>/steps/", tasks.take_step, name="take_step"),
    path(
        "<reference:number>/checklists/<int:checklist>/",
        tasks.add_checklist,
        name="add_checklist",
    ),
    path("<reference:number>/undo-path/", tasks.change_undo_path, name="change_undo_path"),
    path("<reference:number>/tools/<int:tool>/", tasks.use_tool, name="use_tool"),
    path("<reference:number>/help/", help.ask_for_help, name="ask_for_help"),
    path("<reference:number>/help/<int:wanted>/", help.help_request, name="help_request"),
    path("<reference:number>/help/<int:wanted>/take/", help.take_help_request, name="take_help"),
    path(
        "<reference:number>/help/<int:wanted>/withdraw/",
        help.withdraw_help_request,
        name="withdraw_help",
    ),
    path("<reference:number>/help/<int:wanted>/done/", help.finish_help, name="finish_help"),
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
    path("<reference:number>/entries/<int:entry>/edit/", timeline.edit_entry, name="edit_entry"),
    path("<reference:number>/entries/<int:entry>/save/", timeline.save_entry, name="save_entry"),
    path(
        "<reference:number>/entries/<int:entry>/withdraw/",
        timeline.withdraw_entry,
        name="withdraw_entry",
    ),
    path(
        "<reference:number>/entries/<int:entry>/bring-back/",
        timeline.bring_back_entry,
        name="bring_back_entry",
    ),
    path("<reference:number>/entries/<int:entry>/versions/", timeline.versions, name="versions"),
    path("<reference:number>/times/", timeline.times, name="times"),
    path("<reference:number>/times/correct/", timeline.correct_times, name="correct_times"),
    path("<reference:number>/pictures/", pictures.add_picture, name="add_picture"),
    path("pictures/<uuid:pk>/", pictures.picture, name="picture"),
    path("<reference:number>/repairs/new/", repair.begin_repair, name="begin_repair"),
    path("<reference:number>/repairs/start/", repair.start_repair, name="start_repair"),
    path("<reference:number>/repairs/live/", repair.live_repairs, name="live_repairs"),
    path("<reference:number>/repairs/<int:repair>/", repair.repair, name="repair"),
    path("<reference:number>/repairs/<int:repair>/live/", repair.live_repair, name="live_repair"),
    path("<reference:number>/repairs/<int:repair>/plan/", repair.edit_repair, name="edit_repair"),
    path(
        "<reference:number>/repairs/<int:repair>/describe/",
        repair.describe_repair,
        name="describe_repair",
    ),
    path("<reference:number>/repairs/<int:repair>/tick/", repair.tick_step, name="tick_step"),
    path("<reference:number>/repairs/<int:repair>/untick/", repair.untick_step, name="untick_step"),
    path(
        "<reference:number>/repairs/<int:repair>/progress/",
        repair.report_progress,
        name="report_progress",
    ),
    path(
        "<reference:number>/repairs/<int:repair>/verified/",
        repair.verify_repair,
        name="verify_repair",
    ),
    path("<reference:number>/repairs/<int:repair>/stop/", repair.stop_repair, name="stop_repair"),
    path("<reference:number>/repairs/<int:repair>/token/", repair.make_token, name="make_token"),
    path(
        "<reference:number>/repairs/<int:repair>/revoke/", repair.revoke_token, name="revoke_token"
    ),
    path("<reference:number>/links/", linking.links, name="links"),
    path("<reference:number>/links/add/", linking.add_link, name="add_link"),
    path("<reference:number>/links/<int:link>/off/", linking.unlink, name="unlink"),
    path("<reference:number>/merge/", linking.merge, name="merge"),
    path("<reference:number>/merge/now/", linking.merge_now, name="merge_now"),
    path("<reference:number>/merges/<int:merge>/undo/", linking.undo_merge, name="undo_merge"),
    path("<reference:number>/access/", restricting.access, name="access"),
    path("<reference:number>/access/restrict/", restricting.restrict, name="restrict"),
    path("<reference:number>/access/open/", restricting.open_up, name="open_up"),
    path("<reference:number>/access/let-in/", restricting.let_in, name="let_in"),
    path("<reference:number>/access/<int:access>/back/", restricting.take_back, name="take_back"),
    path("<reference:number>/look/", restricting.look, name="look"),
    path("reach-out/<int:pk>/", care.reach_out, name="reach_out"),
    path("reach-out/<int:pk>/write/", care.write_note, name="write_note"),
    path("notes/<int:pk>/", care.note, name="note"),
]
