"""The Celery application that the worker and the scheduler run."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("goldseam")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
