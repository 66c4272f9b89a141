from django.urls import path

from people import rota_views, security_views, token_views, views
from people.single_sign_on import views as single_sign_on

app_name = "people"
urlpatterns = [
    path("welcome/", views.first_run, name="first_run"),
    path("profile/", views.profile, name="profile"),
    path("profile/save/", views.save_profile, name="save_profile"),
    path("signing-in/", security_views.security, name="security"),
    path("signing-in/end/", security_views.end_session, name="end_session"),
    path("signing-in/end-others/", security_views.end_other_sessions, name="end_other_sessions"),
    path("address/", security_views.change_address, name="change_address"),
    path("address/confirmed/", security_views.confirmed, name="address_confirmed"),
    path("address/confirm/<str:token>/", security_views.confirm, name="confirm_address"),
    path("single-sign-on/", single_sign_on.start, name="single_sign_on"),
    path("single-sign-on/back/", single_sign_on.answered, name="single_sign_on_answered"),
    path("profile/zone/", views.settle_zone, name="settle_zone"),
    path("profile/picture/", views.save_avatar, name="save_avatar"),
    path("profile/picture/remove/", views.remove_avatar, name="remove_avatar"),
    path("<int:person>/picture/", views.avatar, name="avatar"),
    path("away/", views.go_away, name="go_away"),
    path("away/back/", views.come_back, name="come_back"),
    path("teams/<int:team>/rota/", rota_views.rota, name="rota"),
    path("teams/<int:team>/rota/add/", rota_views.put_on_rota, name="put_on_rota"),
    path(
        "teams/<int:team>/rota/<int:place>/take-off/",
        rota_views.take_off_rota,
        name="take_off_rota",
    ),
    path("teams/<int:team>/rota/<int:place>/move/", rota_views.move_on_rota, name="move_on_rota"),
    path("tokens/", token_views.own_tokens, name="tokens"),
    path("tokens/new/", token_views.new_token, name="new_token"),
    path("tokens/make/", token_views.make_token, name="make_token"),
    path("tokens/<int:token>/revoke/", token_views.revoke_token, name="revoke_token"),
    path("preview/", views.preview, name="preview"),
]
