"""The product's own settings, and the three that tests need otherwise."""

import os

os.environ.setdefault("SECRET_KEY", "for the tests")

from config.settings import *  # noqa: F403  (reads the environment as it is imported)

# Pages find their styles and scripts without `collectstatic`; the tests in a browser run it.
STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)

# Tasks of most tests go to a queue in this process's memory, and nobody takes them from there: a
# test that wants them done says so with `work`. Tests of faults run a real worker on a real Valkey.
CELERY_BROKER_URL = "memory://"
