"""Changes to the system, which outlive the incidents and the write-ups they follow from."""

from django.urls import path

from postmortems.views import checking, follow_up, follow_up_list, gaps, handing_over

app_name = "follow_ups"
urlpatterns = [
    path("", follow_up_list.list_follow_ups, name="list"),
    path("export.csv", follow_up_list.export_csv, name="export_csv"),
    path("service/<slug:slug>/", follow_up_list.of_service, name="of_service"),
    path("service/<slug:slug>/gap/", gaps.gap_at_service, name="gap_at_service"),
    path("service/<slug:slug>/gap/say/", gaps.say_gap_at_service, name="say_gap_at_service"),
    path("<int:pk>/", follow_up.show, name="follow_up"),
    path("<int:pk>/live/", follow_up.live_follow_up, name="live_follow_up"),
    path("<int:pk>/edit/", follow_up.edit, name="edit"),
    path("<int:pk>/save/", follow_up.save, name="save"),
    path("<int:pk>/done/", follow_up.complete, name="complete"),
    path("<int:pk>/let-go/", follow_up.letting_go, name="letting_go"),
    path("<int:pk>/gone/", follow_up.let_go, name="let_go"),
    path("<int:pk>/reopen/", follow_up.reopening, name="reopening"),
    path("<int:pk>/reopened/", follow_up.reopen, name="reopen"),
    path("<int:pk>/still/", follow_up.reconsider, name="reconsider"),
    path("<int:pk>/keep/", follow_up.keep, name="keep"),
    path("<int:pk>/take/", handing_over.take, name="take"),
    path("<int:pk>/hand-over/", handing_over.handing_over, name="handing_over"),
    path("<int:pk>/hand-over/here/", handing_over.hand_over, name="hand_over"),
    path("<int:pk>/hand-over/elsewhere/", handing_over.pass_on, name="pass_on"),
    path("<int:pk>/helped/", checking.did_it_help, name="did_it_help"),
    path("<int:pk>/helped/say/", checking.say_whether_it_helped, name="say_whether_it_helped"),
]
