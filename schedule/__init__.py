"""What happens by the clock: once each time, however many schedulers run.

It knows nothing of what it sets off; `CELERY_BEAT_SCHEDULE` in the settings says when what is due.
"""
