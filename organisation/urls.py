from django.urls import path

from organisation.views import erasing, front, leaving, members, teams, tokens

app_name = "organisation"
urlpatterns = [
    path("", front.front, name="front"),
    path("tokens/", tokens.list_tokens, name="tokens"),
    path("tokens/open/", tokens.open_account, name="open_account"),
    path("tokens/<int:account>/close/", tokens.close_account, name="close_account"),
    path("tokens/<int:account>/new/", tokens.new_token, name="new_token"),
    path("tokens/<int:account>/make/", tokens.make_token, name="make_token"),
    path("tokens/<int:account>/<int:token>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("people/", members.members, name="members"),
    path("people/invite/", members.invite, name="invite"),
    path("people/invite/send/", members.send_invitation, name="send_invitation"),
    path("people/<int:person>/", members.member, name="member"),
    path("people/<int:person>/change/", members.change_member, name="change_member"),
    path("people/<int:person>/invite/", members.invite_again, name="invite_again"),
    path("people/<int:person>/withdraw/", members.withdraw_invitation, name="withdraw_invitation"),
    path("people/<int:person>/leaving/", leaving.leaving, name="leaving"),
    path("people/<int:person>/leave/", leaving.let_leave, name="let_leave"),
    path("people/<int:person>/back/", leaving.let_back, name="let_back"),
    path("people/<int:person>/erasing/", erasing.erasing, name="erasing"),
    path("people/<int:person>/erase/", erasing.erase, name="erase"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.new_team, name="new_team"),
    path("teams/make/", teams.make_team, name="make_team"),
    path("teams/<int:team>/", teams.team, name="team"),
    path("teams/<int:team>/change/", teams.change_team, name="change_team"),
    path("teams/<int:team>/delete/", teams.delete_team, name="delete_team"),
]
