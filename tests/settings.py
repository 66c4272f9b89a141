"""The product's own settings, and the few that tests need otherwise."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("SECRET_KEY", "for the tests")

from config.settings import *  # noqa: F403  (reads the environment as it is imported)

# Pages name their styles and scripts without `collectstatic`, and nobody serves them: the tests in
# a browser run the real server, with `config.settings`.
STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # noqa: F405

# Tasks of most tests go to a queue in this process's memory, and nobody takes them from there: a
# test that wants them done says so with `work`. Tests of faults run a real worker on a real Valkey.
CELERY_BROKER_URL = "memory://"

# Pictures of tests are gone when the tests are over.
_FILES = TemporaryDirectory(prefix="goldseam-files-")
MEDIA_ROOT = Path(_FILES.name)
