"""What the scheduler sets off, and when. A task that comes late is let go: the next comes soon."""

from typing import Any

from celery.schedules import crontab

BEAT: dict[str, dict[str, Any]] = {
    "sweep": {"task": "nudges.tasks.sweep", "schedule": 5, "options": {"expires": 10}},
    "sweep_webhooks": {
        "task": "webhooks.tasks.sweep",
        "schedule": 5,
        "options": {"expires": 10},
    },
    "forget_webhooks": {
        "task": "webhooks.tasks.forget",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "forget_slack": {
        "task": "slack.tasks.forget",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "pass_on": {
        "task": "incidents.tasks.pass_on_reach_outs",
        "schedule": 10,
        "options": {"expires": 20},
    },
    "widen": {
        "task": "incidents.tasks.widen_help_requests",
        "schedule": 10,
        "options": {"expires": 20},
    },
    "widen_for_buddies": {
        "task": "incidents.tasks.widen_searches_for_buddies",
        "schedule": 10,
        "options": {"expires": 20},
    },
    "remember": {
        "task": "postmortems.tasks.remember_what_was_published",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "offer_reviews": {
        "task": "postmortems.tasks.offer_reviews",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "let_lapse": {
        "task": "nudges.tasks.let_lapse",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "sweep_status_mail": {
        "task": "incidents.tasks.sweep_status_mail",
        "schedule": 10,
        "options": {"expires": 20},
    },
    "forget_unconfirmed": {
        "task": "incidents.tasks.forget_unconfirmed_subscribers",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "publish_anonymous": {
        "task": "learning.tasks.publish_anonymous",
        # Once a day, all together: a closer time could be compared with who was here then.
        "schedule": crontab(hour=4, minute=30),
        "options": {"expires": 3600},
    },
    "begin_week": {
        "task": "learning.tasks.begin_week",
        "schedule": crontab(hour=4, minute=45),
        "options": {"expires": 3600},
    },
    "keep_talks": {
        "task": "learning.tasks.keep_talks",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "ask_after_incidents": {
        "task": "learning.tasks.ask_after_incidents",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "ask_everyone": {
        "task": "learning.tasks.ask_everyone",
        "schedule": crontab(hour=5, minute=0),
        "options": {"expires": 3600},
    },
    "count_insights": {
        "task": "learning.tasks.count_insights",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 3600},
    },
    "welcome": {
        "task": "learning.tasks.welcome",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "keep_pauses": {
        "task": "postmortems.tasks.keep_pauses",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "forget_updates": {
        "task": "postmortems.tasks.forget_updates",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "forget": {
        "task": "incidents.tasks.forget_care",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "sweep_alerts": {
        "task": "alerts.tasks.sweep",
        "schedule": 10,
        "options": {"expires": 20},
    },
    "forget_alerts": {
        "task": "alerts.tasks.forget",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "sweep_imports": {
        "task": "postmortems.tasks.sweep_imports",
        "schedule": 10,
        "options": {"expires": 20},
    },
    "sweep_exports": {
        "task": "organisation.tasks.sweep_exports",
        "schedule": 30,
        "options": {"expires": 60},
    },
    "keep_retention": {
        "task": "organisation.tasks.keep_retention",
        "schedule": crontab(hour=2, minute=20),
        "options": {"expires": 3600},
    },
    "forget_imports": {
        "task": "postmortems.tasks.forget_imports",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "sweep_letters": {
        "task": "people.tasks.sweep_letters",
        "schedule": 10,
        "options": {"expires": 20},
    },
    "forget_letters": {
        "task": "people.tasks.forget_letters",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "forget_kept_answers": {
        "task": "people.tasks.forget_kept_answers",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
}
