from django.urls import path

from postmortems.views import (
    editing,
    factors,
    follow_ups,
    importing,
    listing,
    reading,
    reviewing,
    versions,
)

# The converter `reference` is registered in `incidents/urls.py`.

app_name = "postmortems"
urlpatterns = [
    path("", listing.list_write_ups, name="list"),
    path("start/<reference:number>/", editing.start, name="start"),
    path("<int:pk>/", reading.read, name="read"),
    path("<int:pk>/live/", reading.live_write_up, name="live_write_up"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/save/", editing.save, name="save"),
    path("<int:pk>/preview/", editing.preview, name="preview"),
    path("<int:pk>/versions/", versions.list_versions, name="versions"),
    path("<int:pk>/versions/<int:number>/", versions.version, name="version"),
    path("<int:pk>/versions/<int:number>/back/", versions.restore, name="restore_version"),
    path("<int:pk>/factors/", factors.add_factor, name="add_factor"),
    path("<int:pk>/factors/<int:factor>/out/", factors.remove_factor, name="remove_factor"),
    path("<int:pk>/follow-ups/new/", follow_ups.plan, name="plan"),
    path("<int:pk>/follow-ups/", follow_ups.add_follow_up, name="add_follow_up"),
    path("<int:pk>/review/", reviewing.choose_reviewer, name="choose_reviewer"),
    path("<int:pk>/review/ask/", reviewing.ask_for_review, name="ask_for_review"),
    path("<int:pk>/rounds/<int:number>/another/", reviewing.choose_another, name="choose_another"),
    path("<int:pk>/rounds/<int:number>/ask/", reviewing.ask_another_lead, name="ask_another_lead"),
    path("<int:pk>/rounds/<int:number>/verdict/", reviewing.give_verdict, name="give_verdict"),
    path("<int:pk>/publish/", reviewing.publish, name="publish"),
    path("import/", importing.choose_reports, name="choose_reports"),
    path("import/upload/", importing.upload, name="upload_reports"),
    path("import/<int:batch>/", importing.show_batch, name="import_batch"),
    path("import/<int:batch>/live/", importing.live_batch, name="live_import"),
    path("import/<int:batch>/confirm/", importing.confirm, name="confirm_import"),
    path("import/<int:batch>/drop/", importing.drop, name="drop_import"),
    path("import/<int:batch>/<int:file>/", importing.show_file, name="import_file"),
    path("import/<int:batch>/<int:file>/correct/", importing.correct_report, name="correct_report"),
    path("import/<int:batch>/<int:file>/rows/", importing.correct_rows, name="correct_rows"),
    path("import/<int:batch>/<int:file>/leave-out/", importing.leave_out, name="leave_out"),
    path("import/<int:batch>/<int:file>/take-in/", importing.take_in, name="take_in"),
]
