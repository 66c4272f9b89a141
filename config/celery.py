"""The Celery application that the worker and the scheduler run."""

import os

from celery import Celery
from kombu.transport.redis import Channel

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# What a worker had taken when it stops or loses Redis is found again by the sweep. Putting it
# back would fail with the connection (kombu 5.7), and leave it in a file.
Channel.do_restore = False

app = Celery("goldseam")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
