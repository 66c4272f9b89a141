from django.urls import path

from organisation.views import front, tokens

app_name = "organisation"
urlpatterns = [
    path("", front.front, name="front"),
    path("tokens/", tokens.list_tokens, name="tokens"),
    path("tokens/open/", tokens.open_account, name="open_account"),
    path("tokens/<int:account>/close/", tokens.close_account, name="close_account"),
    path("tokens/<int:account>/new/", tokens.new_token, name="new_token"),
    path("tokens/<int:account>/make/", tokens.make_token, name="make_token"),
    path("tokens/<int:account>/<int:token>/revoke/", tokens.revoke_token, name="revoke_token"),
]
