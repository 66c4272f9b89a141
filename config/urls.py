from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config import views
from organisation.scim.views import Scim

# One sign-in, with its rate limits, for every page.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "config.views.refuse"
# allauth's limits answer with it.
handler429 = "config.views.slow_down"

urlpatterns = [
    path("", views.home, name="today"),
    path("navigation/<slug:current>/", views.navigation, name="navigation"),
    path("today/", views.today_parts, name="today_parts"),
    path("today/beside/", views.today_beside, name="today_beside"),
    path("healthz", views.healthz, name="healthz"),
    path("offline/", views.offline, name="offline"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("people/", include("people.urls")),
    path("people/", include("organisation.directory_urls")),
    path("organisation/", include("organisation.urls")),
    path("webhooks/", include("webhooks.urls")),
    path("alerts/", include("alerts.urls")),
    path("slack/", include("slack.urls")),
    path("incidents/", include("incidents.urls")),
    path("status/", include("incidents.status_urls")),
    path("write-ups/", include("postmortems.urls")),
    path("follow-ups/", include("postmortems.follow_up_urls")),
    path("shared/", include("postmortems.shared_urls")),
    path("library/", include("learning.urls")),
    path("insights/", include("learning.insights_urls")),
    path("hints/", include("hints.urls")),
    path("nudges/", include("nudges.urls")),
    path("api/", include("config.api_urls")),
    path("scim/v2/", Scim.as_view(), name="scim_root"),
    path("scim/v2/<path:rest>", Scim.as_view(), name="scim"),
    path("accounts/", include("people.sign_in")),
    path("admin/", admin.site.urls),
]
