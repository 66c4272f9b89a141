"""A company with many incidents behind it, made by Postgres itself in a minute or so.

Everything follows from the seed: the same seed gives the same rows. Columns that
nothing is said about have what the model gives a new row.
"""

import time
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.utils import timezone

from bench import prose
from bench.figures import line
from incidents.models import (
    Access,
    HelpRequest,
    Incident,
    KnownWord,
    Link,
    Participation,
    Repair,
    RepairReport,
    SearchText,
    Service,
    Task,
    TimelineEntry,
    Tool,
    Update,
)
from learning.models import Document, Story
from people.models import Team, User
from postmortems.models import ContributingFactor, FollowUp, Postmortem

YEARS = timedelta(days=5 * 365)
AN_INCIDENT_IN = 250
"""So many incidents there are for each person, and so many for each story times ten."""
LONG_ROOM = 1_000

# `part(key, salt)` is a number from 0 to 1 that looks like chance; `dice` one below `sides`,
# `often` the same with the low ones oftener. `tell` is so many lines
# of text, `rare` a word that hardly anybody writes.
CHANCE = """
CREATE OR REPLACE FUNCTION pg_temp.part(key bigint, salt int) RETURNS float8
LANGUAGE sql IMMUTABLE AS $$
    SELECT (hashint8extended(key, salt + %(seed)s) & 2147483647)::float8 / 2147483648
$$;
CREATE OR REPLACE FUNCTION pg_temp.dice(key bigint, salt int, sides int) RETURNS int
LANGUAGE sql IMMUTABLE AS $$ SELECT floor(pg_temp.part(key, salt) * sides)::int $$;
CREATE OR REPLACE FUNCTION pg_temp.often(key bigint, salt int, sides int) RETURNS int
LANGUAGE sql IMMUTABLE AS $$ SELECT floor(power(pg_temp.part(key, salt), 2.5) * sides)::int $$;
CREATE OR REPLACE FUNCTION pg_temp.pick(key bigint, salt int, texts text[]) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT texts[1 + pg_temp.often(key, salt, array_length(texts, 1))]
$$;
CREATE OR REPLACE FUNCTION pg_temp.tell(key bigint, salt int, lines int, texts text[])
RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(pg_temp.pick(key * 64 + place, salt, texts), '. ') || '.'
    FROM generate_series(1, lines) AS place
$$;
CREATE OR REPLACE FUNCTION pg_temp.rare(key bigint, salt int) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg((%(syllables)s::text[])[1 + (n / power(24, place))::int %% 24], '')
    FROM (SELECT pg_temp.often(key, salt, 60000) AS n) AS drawn,
        generate_series(0, 3) AS place
$$;
"""

ENTRIES = """
(
    SELECT incident.id AS incident_id, incident.declared_at + interval '3 minutes' * place AS at,
        incident.id * 2048 + place AS key, place, of_all, incident.status,
        CASE
            WHEN place = 0 THEN 'opened'
            WHEN place = 1 THEN 'joined'
            WHEN place = of_all AND incident.resolved_at IS NOT NULL THEN
                CASE incident.status WHEN 'stood_down' THEN 'stood_down' ELSE 'resolved' END
            WHEN pg_temp.part(incident.id * 2048 + place, 30) < 0.65 THEN 'note'
            WHEN pg_temp.part(incident.id * 2048 + place, 30) < 0.8 THEN 'update'
            WHEN pg_temp.part(incident.id * 2048 + place, 30) < 0.9 THEN 'status'
            ELSE 'tool'
        END AS kind
    FROM incidents_incident AS incident
    CROSS JOIN LATERAL (
        SELECT CASE WHEN incident.id = %(long)s THEN %(long_room)s
            ELSE 10 + pg_temp.dice(incident.id, 31, 11) END AS of_all
    ) AS length
    CROSS JOIN LATERAL generate_series(0, of_all) AS place
    ORDER BY incident.id, place
) AS entry
"""

ENTRY_TEXT = """
CASE kind
    WHEN 'opened' THEN 'Incident opened.'
    WHEN 'joined' THEN 'Joined.'
    WHEN 'status' THEN 'Mitigating.'
    WHEN 'tool' THEN 'Rolled back: shipper rollback ' || pg_temp.pick(key, 32, %(services)s)
    WHEN 'resolved' THEN pg_temp.pick(key, 33, %(endings)s) || '.'
    WHEN 'stood_down' THEN 'It was the dashboard. All is well.'
    ELSE pg_temp.pick(key, 34, %(notes)s)
        || CASE WHEN pg_temp.part(key, 35) < 0.3
            THEN ', seen on ' || pg_temp.rare(key, 36) || '-' || pg_temp.dice(key, 37, 40)
            ELSE '' END || '.'
END
"""


class Company:
    """So many incidents, and what belongs to them."""

    def __init__(self, incidents: int, *, stories: int = 0, seed: int = 1) -> None:
        self.size = incidents
        self.people = max(40, incidents // AN_INCIDENT_IN)
        self.stories = stories or max(50, min(incidents, 100_000) // 50)
        self.write_ups = incidents // 5
        self.long = incidents
        self.values: dict[str, Any] = {
            "seed": seed * 1_000_003,
            "size": incidents,
            "people": self.people,
            "long": self.long,
            "long_room": LONG_ROOM,
            "all_services": len(prose.SERVICES),
            "begin": timezone.now() - YEARS,
            "every": YEARS / incidents,
        } | {name.lower(): value for name, value in vars(prose).items() if name.isupper()}

    def load(self) -> None:
        """Empty the tables, fill them, and let Postgres look at what is in them."""
        begin = time.monotonic()
        empty()
        with connection.cursor() as cursor:
            cursor.execute(CHANCE, self.values)
            _triggers(cursor, "DISABLE")
        try:
            self._people()
            self._incidents()
            self._timelines()
            self._searched()
            self._around()
            self._write_ups()
            self._stories()
            self._documents()
        finally:
            with connection.cursor() as cursor:
                _triggers(cursor, "ENABLE")
        numbered = connection.ops.sequence_reset_sql(no_style(), [Incident, Postmortem, Story])
        with connection.cursor() as cursor:
            for command in [*numbered, "VACUUM ANALYZE"]:
                cursor.execute(command)
        line(f"{self.size:,} incidents loaded", f"in {time.monotonic() - begin:.0f} s")

    def fill(self, model: type[models.Model], source: str, **columns: str) -> None:
        """Insert what a query gives: a column goes by an SQL expression, or by its default."""
        given: dict[str, str] = {}
        values = dict(self.values)
        for field in model._meta.concrete_fields:
            name = str(field.column)
            if name in columns:
                given[name] = columns[name]
            elif not isinstance(field, models.AutoField):
                default = None if field.null else field.get_default()
                values[f"its_{name}"] = field.get_db_prep_save(default, connection)
                given[name] = f"%(its_{name})s"
        names = ", ".join(f'"{name}"' for name in given)
        selected = ", ".join(given.values())
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{model._meta.db_table}" ({names}) '  # noqa: S608
                f"SELECT {selected} FROM {source}",
                values,
            )

    def _people(self) -> None:
        teams = Team.objects.bulk_create(Team(name=f"Team {n}") for n in range(12))
        User.objects.bulk_create(
            User(
                email=f"bench{n}@example.org",
                display_name=f"{prose.NAMES[n % len(prose.NAMES)]} Example",
                team=teams[n % len(teams)],
                is_senior=n % 4 == 0,
                title="Engineer",
                password="!",
            )
            for n in range(self.people)
        )
        services = Service.objects.bulk_create(
            Service(name=name, slug=name, team=teams[n % len(teams)])
            for n, name in enumerate(prose.SERVICES)
        )
        Tool.objects.bulk_create(
            Tool(
                service=service,
                kind=kind,
                command=f"shipper {kind} {service}",
                what_it_does="Puts the last good release back.",
            )
            for service in services
            for kind in (Tool.Kind.ROLLBACK, Tool.Kind.FEATURE_FLAG)
        )
        first = User.objects.order_by("pk").values_list("pk", flat=True)[0]
        self.values |= {"first_person": first, "first_service": services[0].pk}

    def _person(self, key: str, salt: int) -> str:
        return f"%(first_person)s + pg_temp.dice({key}, {salt}, %(people)s)"

    def _incidents(self) -> None:
        """The oldest first; the last few are still going on, some are restricted or merged."""
        is_open = "n > %(size)s - 12"
        declared = "%(begin)s + n * %(every)s"
        self.fill(
            Incident,
            "generate_series(1, %(size)s) AS n",
            id="n",
            title="(%(services)s::text[])[1 + pg_temp.often(n, 1, %(all_services)s)] || ' '"
            " || pg_temp.pick(n, 2, %(symptoms)s) || CASE WHEN pg_temp.part(n, 3) < 0.6"
            " THEN ' ' || pg_temp.pick(n, 4, %(tails)s) ELSE '' END"
            " || CASE WHEN pg_temp.part(n, 5) < 0.2"
            " THEN ', ' || pg_temp.rare(n, 6) ELSE '' END",
            undo_path="(ARRAY['roll_back', 'fix_forward', 'unknown', 'roll_back_and_repair',"
            " 'irreversible'])[1 + pg_temp.often(n, 7, 5)]",
            severity="(ARRAY['minor', 'major', '', 'critical'])[1 + pg_temp.often(n, 8, 4)]",
            status=f"CASE WHEN {is_open} THEN 'investigating'"
            " WHEN pg_temp.part(n, 9) < 0.08 THEN 'stood_down' ELSE 'resolved' END",
            mode="CASE WHEN pg_temp.part(n, 10) < 0.02 THEN 'practice'"
            " WHEN pg_temp.part(n, 10) < 0.06 THEN 'record' ELSE 'live' END",
            declared_by_id=self._person("n", 11),
            started_at=f"{declared} - interval '9 minutes'",
            detected_at=f"{declared} - interval '2 minutes'",
            declared_at=declared,
            created_at=declared,
            mitigated_at=f"CASE WHEN NOT {is_open} THEN {declared} + interval '25 minutes' END",
            resolved_at=f"CASE WHEN NOT {is_open} THEN {declared}"
            " + interval '1 minute' * (30 + pg_temp.often(n, 12, 900)) END",
            is_restricted="pg_temp.part(n, 13) < 0.01",
            merged_into_id=f"CASE WHEN n > 1 AND NOT {is_open} AND pg_temp.part(n, 14) < 0.01"
            " THEN n - 1 END",
        )
        self.fill(
            Incident.services.through,
            "generate_series(1, %(size)s) AS n, generate_series(0, 1) AS place"
            " WHERE place = 0 OR pg_temp.part(n, 15) < 0.25",
            incident_id="n",
            service_id="%(first_service)s + (place * 7 + pg_temp.often(n, 1, %(all_services)s))"
            " %% %(all_services)s",
        )

    def _timelines(self) -> None:
        self.fill(
            TimelineEntry,
            ENTRIES,
            incident_id="incident_id",
            kind="kind",
            text=ENTRY_TEXT,
            author_id=self._person("key", 38),
            occurred_at="at",
            recorded_at="at",
            is_key_moment="kind IN ('opened', 'resolved') OR pg_temp.part(key, 39) < 0.1",
            withdrawn_at="CASE WHEN kind = 'note' AND pg_temp.part(key, 40) < 0.01 THEN at END",
        )
        self.fill(
            Update,
            "incidents_timelineentry WHERE kind = 'update' ORDER BY id",
            entry_id="id",
            incident_id="incident_id",
            conditions="text",
            posted_at="occurred_at",
        )

    def _searched(self) -> None:
        """What the triggers would have written one by one, the indexes last."""
        indexes = [(model, one) for model in (SearchText, KnownWord) for one in model._meta.indexes]
        with connection.schema_editor() as editor:
            for model, index in indexes:
                editor.remove_index(model, index)
        self.fill(
            SearchText,
            """incidents_incident AS incident LEFT JOIN (
                SELECT incident_id, string_agg(text, ' ' ORDER BY id) AS written
                FROM incidents_timelineentry WHERE incidents_is_searched(kind, withdrawn_at)
                GROUP BY incident_id
            ) AS told ON told.incident_id = incident.id ORDER BY incident.id""",
            incident_id="incident.id",
            title="incidents_more_words('', title)",
            words="incidents_more_words(incidents_more_words('', title), coalesce(written, ''))",
        )
        self.fill(
            KnownWord,
            """(
                SELECT DISTINCT regexp_split_to_table(lower(line), '[^[:alpha:]]+') FROM (
                    SELECT title FROM incidents_incident
                    UNION
                    SELECT text FROM incidents_timelineentry
                    WHERE incidents_is_searched(kind, withdrawn_at)
                ) AS written(line)
            ) AS heard(word) WHERE length(word) BETWEEN 3 AND 30""",
            word="word",
            variants="incidents_variants(word)",
        )
        with connection.schema_editor() as editor:
            for model, index in indexes:
                editor.add_index(model, index)

    def _around(self) -> None:
        """Who was there, and what else was done; the longest room has some of everything."""
        every = "incidents_incident AS incident"
        at = "incident.declared_at + interval '7 minutes'"
        asked = self._person("incident.id", 11)
        other = f"%(first_person)s + ({asked} - %(first_person)s + 1) %% %(people)s"
        self.fill(
            Participation,
            f"{every}, generate_series(0, 2) AS place",
            incident_id="incident.id",
            user_id=f"%(first_person)s + ({asked} - %(first_person)s + place) %% %(people)s",
            role="(ARRAY['responder', 'lead', 'scribe'])[1 + place]",
            joined_at="incident.declared_at + interval '2 minutes' * place",
        )
        self.fill(
            Access,
            f"{every} WHERE is_restricted",
            incident_id="incident.id",
            user_id=f"%(first_person)s + ({asked} - %(first_person)s + 5) %% %(people)s",
            given_at=at,
        )
        self.fill(
            Task,
            f"{every}, generate_series(1, 3) AS place"
            " WHERE incident.id = %(long)s OR pg_temp.part(incident.id, 50) < 0.3",
            incident_id="incident.id",
            text="(ARRAY['Tell support', 'Count the affected rows', 'Watch the graph'])[place]",
            added_at=at,
            added_by_id=asked,
        )
        self.fill(
            Link,
            f"{every} WHERE id > 9 AND (id = %(long)s OR pg_temp.part(id, 51) < 0.05)",
            incident_id="incident.id",
            other_id="incident.id - 1 - pg_temp.dice(incident.id, 52, 8)",
            kind="'happened_again'",
            noted_at=at,
        )
        self.fill(
            HelpRequest,
            f"{every} WHERE id = %(long)s OR pg_temp.part(id, 53) < 0.05",
            incident_id="incident.id",
            asked_by_id=asked,
            about="'A second pair of eyes'",
            asked_at=at,
            taken_by_id=other,
            taken_at=at,
        )
        self.fill(
            Repair,
            f"{every} WHERE undo_path = 'roll_back_and_repair' OR id = %(long)s",
            incident_id="incident.id",
            what_was_written="'Totals without their decimals.'",
            total="12000",
            done="12000",
            run_by_id=asked,
            checked_by_id=other,
            state="'verified'",
            begun_at=at,
            ended_at=f"{at} + interval '1 hour'",
        )
        self.fill(
            RepairReport,
            "incidents_repair AS repair, generate_series(1, 3) AS place",
            repair_id="repair.id",
            done="place * 4000",
            total="12000",
            reported_at="repair.begun_at + interval '10 minutes' * place",
        )

    def _write_ups(self) -> None:
        self.fill(
            Postmortem,
            "generate_series(1, %(size)s / 5) AS n"
            " JOIN incidents_incident AS incident ON incident.id = n * 5",
            id="n",
            title="incident.title",
            status="CASE WHEN n %% 10 = 0 THEN 'draft' ELSE 'published' END",
            what_happened="'It began at night. ' || pg_temp.pick(n, 60, %(notes)s) || '. '"
            " || pg_temp.tell(n, 67, 6, %(notes)s)",
            what_we_know_now="pg_temp.pick(n, 61, %(endings)s) || '.'",
            published_at="CASE WHEN n %% 10 <> 0 THEN incident.declared_at + interval '5 days' END",
            saved_at="incident.declared_at + interval '5 days'",
            created_at="incident.declared_at + interval '2 days'",
        )
        write_ups = "postmortems_postmortem AS write_up"
        self.fill(
            Postmortem.incidents.through,
            write_ups,
            postmortem_id="write_up.id",
            incident_id="write_up.id * 5",
        )
        self.fill(
            Postmortem.authors.through,
            write_ups,
            postmortem_id="write_up.id",
            user_id=self._person("write_up.id", 67),
        )
        self.fill(
            ContributingFactor,
            f"{write_ups}, generate_series(0, 1) AS place",
            postmortem_id="write_up.id",
            kind="(ARRAY['testing', 'tooling', 'detection'])[1 + (write_up.id + place) %% 3]",
            text="pg_temp.pick(write_up.id, 62 + place, %(notes)s)",
        )
        self.fill(
            FollowUp,
            f"{write_ups}, generate_series(0, 1) AS place",
            postmortem_id="write_up.id",
            what="pg_temp.pick(write_up.id, 64 + place, %(follow_ups)s)",
            kind="'detection'",
            owner_id=self._person("write_up.id", 66),
            state="CASE WHEN (write_up.id + place) %% 3 = 0 THEN 'open' ELSE 'done' END",
            created_at="write_up.created_at",
            done_at="CASE WHEN (write_up.id + place) %% 3 <> 0"
            " THEN write_up.created_at + interval '30 days' END",
        )

    def _stories(self) -> None:
        services = "pg_temp.often(n, 70, %(all_services)s)"
        title = (
            f"replace(pg_temp.pick(n, 71, %(stories)s), '{{service}}', "
            f"(%(services)s::text[])[1 + {services}])"
        )
        self.fill(
            Story,
            f"generate_series(1, {self.stories}) AS n",
            id="n",
            author_id=self._person("n", 72),
            byline="'name'",
            title=f"replace({title}, '{{symptom}}', pg_temp.pick(n, 73, %(symptoms)s))",
            opening="pg_temp.pick(n, 75, %(notes)s) || '.'",
            what_broke="pg_temp.tell(n, 74, 12, %(notes)s) || CASE WHEN pg_temp.part(n, 79) < 0.3"
            " THEN 'It was ' || pg_temp.rare(n, 80) || '.' ELSE '' END",
            how_it_was_put_right="pg_temp.tell(n, 76, 4, %(endings)s)",
            tags="ARRAY[pg_temp.pick(n, 78, %(tags)s)]",
            is_by_senior="pg_temp.part(n, 77) < 0.5",
            created_at="%(begin)s + n * interval '10 hours'",
            published_at="CASE WHEN n %% 20 <> 0 THEN %(begin)s + n * interval '10 hours' END",
        )
        self.fill(
            Story.services.through,
            f"generate_series(1, {self.stories}) AS n",
            story_id="n",
            service_id=f"%(first_service)s + {services}",
        )

    def _documents(self) -> None:
        """What the triggers would have written one by one, the indexes last."""
        indexes = Document._meta.indexes
        with connection.schema_editor() as editor:
            for index in indexes:
                editor.remove_index(Document, index)
        told = "what_broke || ' ' || how_it_was_put_right"
        self.fill(
            Document,
            "learning_story AS story WHERE published_at IS NOT NULL ORDER BY id",
            kind="'story'",
            story_id="id",
            title="learning_read(title)",
            words=f"learning_words(title, tags[1] || ' ' || opening, {told}, '')",
            tags="tags",
            services="learning_services_of(id)",
            is_by_senior="is_by_senior",
            stands_at="published_at + CASE WHEN is_by_senior THEN interval '182 days' ELSE '0' END",
        )
        written = "what_happened || ' ' || what_we_know_now"
        self.fill(
            Document,
            """postmortems_postmortem AS write_up
            JOIN incidents_incident AS incident ON incident.id = write_up.id * 5
            WHERE write_up.status = 'published' AND mode <> 'practice' ORDER BY write_up.id""",
            kind="'write_up'",
            postmortem_id="write_up.id",
            title="learning_read(write_up.title)",
            words=f"learning_words(write_up.title, 'INC-' || incident.id, {written},"
            f" learning_unnamed(write_up.title || ' ' || {written}))",
            services="ARRAY(SELECT service_id FROM incidents_incident_services"
            " WHERE incident_id = incident.id)",
            names_as_roles="names_as_roles",
            is_open="NOT is_restricted",
            stands_at="published_at",
        )
        with connection.schema_editor() as editor:
            for index in indexes:
                editor.add_index(Document, index)


def empty() -> None:
    """Take everything out of the tables that `Company.load` fills, and what belongs to it."""
    ours = ("incidents", "learning", "postmortems", "nudges", "people")
    tables = [
        model._meta.db_table
        for name in ours
        for model in apps.get_app_config(name).get_models(include_auto_created=True)
    ]
    names = ", ".join(f'"{table}"' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")


def _triggers(cursor: Any, what: str) -> None:
    """Leave the triggers out, and where we may, the checks of foreign keys, or take them back."""
    watched: list[type[models.Model]] = [Incident, TimelineEntry, Story, Postmortem]
    watched += [Incident.services.through, Story.services.through, ContributingFactor]
    watched += [Postmortem.incidents.through]
    for model in watched:
        cursor.execute(f'ALTER TABLE "{model._meta.db_table}" {what} TRIGGER USER')
    cursor.execute("SELECT current_setting('is_superuser')")
    if cursor.fetchone()[0] == "on":
        role = "replica" if what == "DISABLE" else "origin"
        cursor.execute(f"SET session_replication_role = {role}")
