from django.urls import path

from alerts.views import looking, rules, sources, taking

app_name = "alerts"
urlpatterns = [
    path("", sources.list_sources, name="sources"),
    path("in/", taking.take, name="take"),
    path("in/<str:token>/", taking.take, name="take_by_address"),
    path("new/", sources.new_source, name="new_source"),
    path("new/add/", sources.add_source, name="add_source"),
    path("of/<reference:number>/", looking.of_incident, name="of_incident"),
    path("<int:source>/", sources.source, name="source"),
    path("<int:source>/edit/", sources.edit_source, name="edit_source"),
    path("<int:source>/change/", sources.change_source, name="change_source"),
    path("<int:source>/new-address/", sources.ask_to_rotate, name="ask_to_rotate"),
    path("<int:source>/new-address/make/", sources.rotate_source, name="rotate_source"),
    path("<int:source>/switch/", sources.switch_source, name="switch_source"),
    path("<int:source>/deleting/", sources.ask_to_delete, name="ask_to_delete"),
    path("<int:source>/delete/", sources.delete_source, name="delete_source"),
    path("<int:source>/rules/new/", rules.new_rule, name="new_rule"),
    path("<int:source>/rules/add/", rules.add_rule, name="add_rule"),
    path("<int:source>/rules/<int:rule>/", rules.edit_rule, name="edit_rule"),
    path("<int:source>/rules/<int:rule>/change/", rules.change_rule, name="change_rule"),
    path("<int:source>/rules/<int:rule>/move/", rules.move_rule, name="move_rule"),
    path("<int:source>/rules/<int:rule>/delete/", rules.delete_rule, name="delete_rule"),
    path("<int:source>/try/", rules.trying, name="trying"),
    path("<int:source>/try/out/", rules.try_out, name="try_out"),
    path("<int:source>/received/", looking.received, name="received"),
    path("<int:source>/received/<int:received>/", looking.one_received, name="one_received"),
    path("<int:source>/firing/", looking.firing, name="firing"),
]
