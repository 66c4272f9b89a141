"""How we are doing: figures of whole quarters, and the questions that some of them come from."""

from django.urls import path

from learning.views import insights, noticing, pulse

app_name = "insights"
urlpatterns = [
    path("", insights.insights, name="insights"),
    path("export.csv", insights.export_csv, name="export_csv"),
    path("noticed/<reference:number>/", noticing.noticed, name="noticed"),
    path("noticed/<reference:number>/say/", noticing.say_noticed, name="say_noticed"),
    path("pulse/<int:pk>/", pulse.pulse, name="pulse"),
    path("pulse/<int:pk>/answer/", pulse.answer, name="answer_pulse"),
]
