from django.urls import path

from organisation.views import audit, exports, front, settings, tokens

app_name = "organisation"
urlpatterns = [
    path("", front.front, name="front"),
    path("tokens/", tokens.list_tokens, name="tokens"),
    path("tokens/open/", tokens.open_account, name="open_account"),
    path("tokens/<int:account>/close/", tokens.close_account, name="close_account"),
    path("tokens/<int:account>/new/", tokens.new_token, name="new_token"),
    path("tokens/<int:account>/make/", tokens.make_token, name="make_token"),
    path("tokens/<int:account>/<int:token>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("audit/", audit.audit, name="audit"),
    path("audit/download/", audit.take_audit_along, name="take_audit_along"),
    path("exports/", exports.list_exports, name="exports"),
    path("exports/ask/", exports.ask_for_export, name="ask_for_export"),
    path("exports/live/", exports.live_exports, name="live_exports"),
    path("exports/<int:export>/", exports.download, name="download_export"),
    path("settings/", settings.settings, name="settings"),
    path("settings/names/", settings.keep_names, name="keep_names"),
    path("settings/severities/", settings.keep_severities, name="keep_severities"),
    path("settings/holidays/", settings.keep_holidays, name="keep_holidays"),
    path("settings/channels/", settings.keep_channels, name="keep_channels"),
    path("settings/sign-in/", settings.keep_sign_in, name="keep_sign_in"),
    path("settings/retention/", settings.keep_retention, name="keep_retention"),
]
