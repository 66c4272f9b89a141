"""The product's own settings, as in production, with a page more and nobody to disturb."""

import os

from config.settings import *  # noqa: F403  (reads the environment as it is imported)

ROOT_URLCONF = "bench.urls"

# Pages are drawn without a `collectstatic` before.
STATIC_ROOT = BASE_DIR / "static"  # noqa: F405
STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
# A worker of the same Redis has another database, and must not take these tasks.
CELERY_TASK_DEFAULT_QUEUE = os.environ["BENCH_QUEUE"]
# What measures mail says where it goes.
if "EMAIL_URL" not in os.environ:
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
# Trying every address of the project gives many answers that are no pages.
LOGGING["loggers"]["django"]["level"] = "ERROR"  # type: ignore[index]  # noqa: F405
