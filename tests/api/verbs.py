"""Every form of every page, and what the API has for it: the name of its address, or why not.

Names are as `reverse` takes them; those of the API without their `api:`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Not:
    """Why the API does not do what a page does."""

    because: str


BETWEEN_TWO = Not("it is between two people, who write it themselves and nobody reads along")
OF_A_BROWSER = Not("it belongs to a browser: its session, its key, or what is typed right now")
IN_PERSON = Not("an admin presses that in person, so that no script opens things unseen")
NO_TOKEN_MAKES_A_TOKEN = Not("a token never makes a token, so that one that leaks ends for good")

OF_ONESELF = Not("somebody asks for it themselves, on a page that says what it means")

# Rooms whose API is being built. Whoever builds one takes it out, and fills its table in.
LATER = {
    *("organisation", "people", "webhooks", "alerts", "slack"),
}

INCIDENTS: dict[str, str | Not] = {
    "incidents:file": "incident-list",
    "incidents:describe": "incident-describe",
    "incidents:change_status": "incident-status",
    "incidents:set_severity": "incident-severity",
    "incidents:change_undo_path": "incident-undo-path",
    "incidents:resolve": "incident-resolve",
    "incidents:stand_down": "incident-stand-down",
    "incidents:reopen": "incident-reopen",
    "incidents:skip_write_up": "incident-skip-write-up",
    "incidents:correct_times": "incident-times",
    "incidents:add_note": "incident-notes-list",
    "incidents:post_update": "incident-updates-list",
    "incidents:mark_entry": "incident-timeline-mark",
    "incidents:save_entry": "incident-timeline-edit",
    "incidents:withdraw_entry": "incident-timeline-withdraw",
    "incidents:bring_back_entry": "incident-timeline-bring-back",
    "incidents:add_picture": "incident-pictures-list",
    "incidents:join": "incident-people-join",
    "incidents:take_role": "incident-people-take-role",
    "incidents:hand_over": "incident-people-hand-over",
    "incidents:restrict": "incident-access-restrict",
    "incidents:open_up": "incident-access-open-up",
    "incidents:let_in": "incident-access-list",
    "incidents:take_back": "incident-access-take-back",
    "incidents:look": IN_PERSON,
    "incidents:add_task": "incident-tasks-list",
    "incidents:take_task": "incident-tasks-take",
    "incidents:hand_on_task": "incident-tasks-hand-on",
    "incidents:finish_task": "incident-tasks-finish",
    "incidents:untick_task": "incident-tasks-untick",
    "incidents:take_step": "incident-tasks-take-step",
    "incidents:add_checklist": "incident-tasks-add-checklist",
    "incidents:use_tool": "incident-tasks-use-tool",
    "incidents:ask_for_help": "incident-help-list",
    "incidents:take_help": "incident-help-take",
    "incidents:withdraw_help": "incident-help-withdraw",
    "incidents:finish_help": "incident-help-finish",
    "incidents:start_repair": "incident-repairs-list",
    "incidents:describe_repair": "incident-repairs-describe",
    "incidents:tick_step": "incident-repairs-tick",
    "incidents:untick_step": "incident-repairs-untick",
    "incidents:report_progress": "incident-repairs-progress",
    "incidents:verify_repair": "incident-repairs-verify",
    "incidents:stop_repair": "incident-repairs-stop",
    "incidents:make_token": NO_TOKEN_MAKES_A_TOKEN,
    "incidents:revoke_token": "incident-repairs-revoke-token",
    "incidents:add_link": "incident-links-list",
    "incidents:unlink": "incident-links-unlink",
    "incidents:merge_now": "incident-merges-list",
    "incidents:undo_merge": "incident-merges-undo",
    "incidents:answer": "incident-answers-list",
    "incidents:define_field": "field-list",
    "incidents:change_field": "field-change",
    "incidents:move_field": "field-move",
    "incidents:use_field": "field-use",
    "incidents:add_service": "service-list",
    "incidents:change_service": "service-describe",
    "incidents:change_link": "service-change-link",
    "incidents:remove_link": "service-remove-link",
    "incidents:add_tool": "service-add-tool",
    "incidents:change_tool": "service-change-tool",
    "incidents:remove_tool": "service-remove-tool",
    "incidents:write_checklist": "checklist-list",
    "incidents:change_checklist": "checklist-change",
    "incidents:delete_checklist": "checklist-discard",
    "incidents:save_status_settings": "status-page-set-up",
    "incidents:try_status_mail_again": "status-page-try-again",
    "incidents:am_fine": BETWEEN_TWO,
    "incidents:would_welcome_a_word": BETWEEN_TWO,
    "incidents:ask_for_buddy": BETWEEN_TWO,
    "incidents:begin_note": BETWEEN_TWO,
    "incidents:write_note": BETWEEN_TWO,
    "incidents:answer_note": BETWEEN_TWO,
    "incidents:answer_fine": BETWEEN_TWO,
    "incidents:sit_with": BETWEEN_TWO,
    "incidents:part_from_buddy": BETWEEN_TWO,
}

NOT_KNOWN = Not(
    "it is told by nobody, and each request to the API is counted beside its account: that would "
    "say who was there when it was handed in, or who holds its secret"
)

ANSWERED_BY_NOBODY = Not(
    "what is answered is nobody's, and each request to the API is counted beside its account"
)

LEARNING: dict[str, str | Not] = {
    "learning:save": "story-list",
    "learning:save_edit": "story-change",
    "learning:publish": "story-publish",
    "learning:withdraw": "story-withdraw",
    "learning:add_picture": "story-pictures-list",
    "learning:react": "story-react",
    "learning:bookmark": "story-bookmark",
    "learning:mark_read": "story-mark-read",
    "learning:remark": "story-remarks-list",
    "learning:withdraw_remark": "story-remarks-withdraw",
    "learning:say_gap": "story-missing",
    "learning:open_anonymous": NOT_KNOWN,
    "learning:save_anonymous": NOT_KNOWN,
    "learning:ask_to_withdraw_anonymous": NOT_KNOWN,
    "learning:withdraw_anonymous": NOT_KNOWN,
    "learning:mark_walked": "path-mark-read",
    "learning:make_path": "path-list",
    "learning:save_path": "path-reword",
    "learning:delete_path": "path-discard",
    "learning:take_over_path": "path-arrange",
    "learning:add_to_path": "path-add",
    "learning:move_on_path": "path-move",
    "learning:note_on_path": "path-note",
    "learning:take_off_path": "path-take-off",
    "learning:make_scenario": "scenario-list",
    "learning:save_scenario": "scenario-change",
    "learning:take_moments": "scenario-take-moments",
    "learning:make_ready": "scenario-make-ready",
    "learning:put_aside": "scenario-put-aside",
    "learning:drop_scenario": "scenario-drop",
    "learning:add_clue": "clue-list",
    "learning:save_clue": "clue-change",
    "learning:move_clue": "clue-move",
    "learning:remove_clue": "clue-remove",
    "learning:start_run": "scenario-start",
    "learning:join_run": "practice-join",
    "learning:look": "practice-look",
    "learning:hint": "practice-hint",
    "learning:end_run": "practice-end",
    "learning:save_talks": "talk-set-up",
    "learning:make_talk_calendar": NO_TOKEN_MAKES_A_TOKEN,
    "learning:end_talk_calendar": "talk-end-calendar",
    "learning:take_slot": "talk-take",
    "learning:not_this_time": "talk-not-this-time",
    "learning:save_move_talks": "talk-move",
    "learning:cancel_talks": "talk-cancel",
    "learning:keep_recording": "talk-recording",
    "learning:describe_talk": "talk-slot-describe",
    "learning:give_back_slot": "talk-slot-give-back",
    "learning:offer_swap": "talk-slot-offer-swap",
    "learning:accept_swap": "talk-swap-accept",
    "learning:decline_swap": "talk-swap-decline",
    "learning:withdraw_swap": "talk-swap-withdraw",
    "insights:say_noticed": "insight-say-noticed",
    "insights:answer_pulse": ANSWERED_BY_NOBODY,
}

NUDGES: dict[str, str | Not] = {
    "nudges:snooze": "nudge-snooze",
    "nudges:stop": "nudge-stop",
    "nudges:finish": "nudge-finish",
    "nudges:bring_back": "nudge-bring-back",
    "nudges:save_preferences": "preference-choose",
    "nudges:reset_preferences": "preference-reset",
    "nudges:try_outlet": "undelivered-try-outlet",
    "nudges:try_one": "undelivered-try-again",
    "nudges:try_all": "undelivered-try-all-again",
    "nudges:say_again": "undelivered-say-again",
    "nudges:send_letters_again": "undelivered-send-letters-again",
    "nudges:keep_browser": OF_A_BROWSER,
    "nudges:renew_browser": OF_A_BROWSER,
    "nudges:see_browser": OF_A_BROWSER,
    "nudges:leave_browser": OF_A_BROWSER,
    "nudges:take_out_browser": "browser-take-out",
    "nudges:try_browser": "browser-test",
    "nudges:add_chat": "chat-list",
    "nudges:add_team_chat": "team-chat-list",
    "nudges:test_chat": "chat-test",
    "nudges:switch_chat_off": "chat-switch-off",
    "nudges:switch_chat_on": "chat-switch-on",
    "nudges:take_chat_out": "chat-take-out",
    "hints:new": "hint-list",
    "hints:hints": "hint-about",
    "hints:dismiss": "hint-dismiss",
    "hints:silence": "rule-silence",
    "hints:hear": "rule-hear",
}

PEOPLE: dict[str, str | Not] = {
    "directory:ask_to_be_erased": OF_ONESELF,
    "directory:rather_stay": OF_ONESELF,
    "people:make_token": NO_TOKEN_MAKES_A_TOKEN,
    "people:revoke_token": "token-revoke",
    "organisation:make_token": NO_TOKEN_MAKES_A_TOKEN,
    "organisation:open_account": NO_TOKEN_MAKES_A_TOKEN,
    "organisation:close_account": NO_TOKEN_MAKES_A_TOKEN,
    "organisation:revoke_token": NO_TOKEN_MAKES_A_TOKEN,
}

WRITE_UPS: dict[str, str | Not] = {
    "postmortems:start": "write-up-list",
    "postmortems:save": "write-up-save",
    "postmortems:preview": OF_A_BROWSER,
    "postmortems:restore_version": "write-up-versions-restore",
    "postmortems:change_form": "write-up-form",
    "postmortems:publish": "write-up-publish",
    "postmortems:correct": "write-up-correct",
    "postmortems:take_back": "write-up-take-back",
    "postmortems:show_people": "write-up-show-people",
    "postmortems:ask_for_review": "write-up-rounds-list",
    "postmortems:ask_another_lead": "write-up-rounds-ask-another",
    "postmortems:take_over": "write-up-rounds-take-over",
    "postmortems:give_verdict": "write-up-rounds-verdict",
    "postmortems:start_thread": "write-up-threads-list",
    "postmortems:reply": "write-up-threads-reply",
    "postmortems:resolve_thread": "write-up-threads-resolve",
    "postmortems:reopen_thread": "write-up-threads-reopen",
    "postmortems:withdraw_comment": "write-up-threads-withdraw",
    "postmortems:accept_suggestion": "write-up-threads-accept",
    "postmortems:add_factor": "write-up-factors-list",
    "postmortems:remove_factor": "write-up-factors-remove",
    "postmortems:refresh_moments": "write-up-moments-refresh",
    "postmortems:add_moment": "write-up-moments-list",
    "postmortems:save_moment": "write-up-moments-edit",
    "postmortems:leave_moment_out": "write-up-moments-leave-out",
    "postmortems:settle_moment": "write-up-moments-settle",
    "postmortems:add_incident": "write-up-incidents-list",
    "postmortems:take_out": "write-up-incidents-take-out",
    "postmortems:add_follow_up": "write-up-follow-ups-list",
    "postmortems:invite_to_debrief": "write-up-debriefs-list",
    "postmortems:change_debrief": "write-up-debriefs-change",
    "postmortems:cancel_debrief": "write-up-debriefs-call-off",
    "postmortems:hold_debrief": "write-up-debriefs-held",
    "postmortems:write_debrief": "write-up-debriefs-notes",
    "postmortems:make_link": "write-up-links-list",
    "postmortems:end_link": "write-up-links-end",
    "postmortems:write_template": "template-list",
    "postmortems:change_template": "template-change",
    "postmortems:use_template": "template-use",
    "postmortems:upload_reports": "import-list",
    "postmortems:confirm_import": "import-confirm",
    "postmortems:drop_import": "import-drop",
    "postmortems:correct_report": "import-file-correct",
    "postmortems:correct_rows": "import-file-correct-rows",
    "postmortems:leave_out": "import-file-leave-out",
    "postmortems:take_in": "import-file-take-in",
    "postmortems:say_gap": "write-up-gaps-list",
    "follow_ups:say_gap_at_service": "service-gap-list",
    "follow_ups:save": "follow-up-edit",
    "follow_ups:complete": "follow-up-done",
    "follow_ups:let_go": "follow-up-let-go",
    "follow_ups:reopen": "follow-up-reopen",
    "follow_ups:keep": "follow-up-keep",
    "follow_ups:take": "follow-up-take",
    "follow_ups:hand_over": "follow-up-hand-over",
    "follow_ups:pass_on": "follow-up-pass-on",
    "follow_ups:say_whether_it_helped": "follow-up-helped",
}

OUTSIDE = Not("people outside do that, without an account")

STATUS: dict[str, str | Not] = {
    "status:subscribe": OUTSIDE,
    "status:confirmed": OUTSIDE,
}

VERBS = INCIDENTS | LEARNING | NUDGES | PEOPLE | STATUS | WRITE_UPS
