from django.db import migrations

# Incidents are searched by one row each, whatever was written where. Postgres keeps it, so that
# no way of writing (a form, the API, an import, a merge, the admin, a script) can forget to.

FUNCTIONS = """
-- An entry that people wrote is searched until it is withdrawn; those that Goldseam words itself,
-- such as "Joined.", would be found everywhere.
CREATE FUNCTION incidents_is_searched(kind text, withdrawn_at timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT withdrawn_at IS NULL AND kind IN (
        'note', 'update', 'resolved', 'stood_down', 'reopened',
        'write_up', 'help', 'tool', 'repair', 'task'
    )
$$;

-- Parts of a path or an address are words of their own.
CREATE FUNCTION incidents_more_words(known tsvector, addition text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN known || to_tsvector('pg_catalog.english', translate(addition, '/', ' '));
EXCEPTION WHEN program_limit_exceeded THEN
    -- A tsvector holds a megabyte, and what is written must be kept all the same.
    RETURN known;
END $$;

-- A word, and what is left of it without one of its letters.
CREATE FUNCTION incidents_variants(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT overlay(word placing '' FROM place FOR 1)) || word
    FROM generate_series(1, length(word)) AS place
$$;

-- Only what everybody may read is learnt: else a search that is not put right would tell that a
-- word stands in a restricted incident. A word is looked up by itself: a join would be planned as a walk through all of them.
CREATE FUNCTION incidents_learn_words(addition text) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO incidents_knownword (word, variants)
    SELECT word, incidents_variants(word)
    FROM (
        SELECT DISTINCT word
        FROM regexp_split_to_table(lower(left(addition, 20000)), '[^[:alpha:]]+') AS word
        WHERE length(word) BETWEEN 3 AND 30
    ) AS heard
    WHERE (
        SELECT true FROM incidents_knownword AS known WHERE known.word = heard.word LIMIT 1
    ) IS NULL
$$;

-- The row is locked before the entries are read: of two at once, the later reads what both wrote.
CREATE FUNCTION incidents_reread(this bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    heading tsvector;
    told tsvector;
    written text;
BEGIN
    PERFORM FROM incidents_searchtext WHERE incident_id = this FOR UPDATE;
    SELECT incidents_more_words('', incident.title) INTO heading
    FROM incidents_incident AS incident WHERE incident.id = this;
    told := heading;
    FOR written IN
        SELECT text FROM incidents_timelineentry
        WHERE incident_id = this AND incidents_is_searched(kind, withdrawn_at)
        ORDER BY id
    LOOP
        told := incidents_more_words(told, written);
    END LOOP;
    UPDATE incidents_searchtext SET title = heading, words = told WHERE incident_id = this;
END $$;
"""

TRIGGERS = """
CREATE FUNCTION incidents_when_filed() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    heading tsvector := incidents_more_words('', NEW.title);
BEGIN
    INSERT INTO incidents_searchtext (incident_id, title, words) VALUES (NEW.id, heading, heading);
    IF NOT NEW.is_restricted THEN
        PERFORM incidents_learn_words(NEW.title);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER search_filed AFTER INSERT ON incidents_incident
FOR EACH ROW EXECUTE FUNCTION incidents_when_filed();

CREATE FUNCTION incidents_when_retitled() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM incidents_reread(NEW.id);
    IF NOT NEW.is_restricted THEN
        PERFORM incidents_learn_words(NEW.title);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER search_retitled AFTER UPDATE OF title ON incidents_incident
FOR EACH ROW WHEN (OLD.title IS DISTINCT FROM NEW.title)
EXECUTE FUNCTION incidents_when_retitled();

-- What is new is added to what there is, so that a long incident is not read again for each note.
CREATE FUNCTION incidents_when_written() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE incidents_searchtext AS told
    SET words = incidents_more_words(told.words, added.text)
    FROM (
        SELECT incident_id, string_agg(text, ' ' ORDER BY id) AS text
        FROM written WHERE incidents_is_searched(kind, withdrawn_at)
        GROUP BY incident_id
    ) AS added
    WHERE told.incident_id = added.incident_id;
    PERFORM incidents_learn_words(written.text)
    FROM written JOIN incidents_incident AS incident ON incident.id = written.incident_id
    WHERE NOT incident.is_restricted AND incidents_is_searched(written.kind, written.withdrawn_at);
    RETURN NULL;
END $$;
CREATE TRIGGER search_written AFTER INSERT ON incidents_timelineentry
REFERENCING NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION incidents_when_written();

-- Edited, withdrawn, or moved to another incident.
CREATE FUNCTION incidents_when_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM incidents_reread(changed.incident_id)
    FROM (
        SELECT DISTINCT either.incident_id
        FROM before JOIN after USING (id)
        CROSS JOIN LATERAL (VALUES (before.incident_id), (after.incident_id)) AS either(incident_id)
        WHERE (before.incident_id, before.text, before.kind, before.withdrawn_at IS NULL)
            IS DISTINCT FROM
            (after.incident_id, after.text, after.kind, after.withdrawn_at IS NULL)
        ORDER BY 1
    ) AS changed;
    PERFORM incidents_learn_words(after.text)
    FROM before JOIN after USING (id)
    JOIN incidents_incident AS incident ON incident.id = after.incident_id
    WHERE NOT incident.is_restricted
        AND before.text <> after.text AND incidents_is_searched(after.kind, after.withdrawn_at);
    RETURN NULL;
END $$;
CREATE TRIGGER search_changed AFTER UPDATE ON incidents_timelineentry
REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION incidents_when_changed();

CREATE FUNCTION incidents_when_opened_up() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM incidents_learn_words(NEW.title);
    PERFORM incidents_learn_words(text)
    FROM incidents_timelineentry
    WHERE incident_id = NEW.id AND incidents_is_searched(kind, withdrawn_at);
    RETURN NULL;
END $$;
CREATE TRIGGER search_opened_up AFTER UPDATE OF is_restricted ON incidents_incident
FOR EACH ROW WHEN (OLD.is_restricted AND NOT NEW.is_restricted)
EXECUTE FUNCTION incidents_when_opened_up();

CREATE FUNCTION incidents_when_removed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM incidents_reread(gone.incident_id)
    FROM (SELECT DISTINCT incident_id FROM removed ORDER BY 1) AS gone;
    RETURN NULL;
END $$;
CREATE TRIGGER search_removed AFTER DELETE ON incidents_timelineentry
REFERENCING OLD TABLE AS removed
FOR EACH STATEMENT EXECUTE FUNCTION incidents_when_removed();
"""

UNDO = """
DROP TRIGGER search_filed ON incidents_incident;
DROP TRIGGER search_retitled ON incidents_incident;
DROP TRIGGER search_opened_up ON incidents_incident;
DROP TRIGGER search_written ON incidents_timelineentry;
DROP TRIGGER search_changed ON incidents_timelineentry;
DROP TRIGGER search_removed ON incidents_timelineentry;
DROP FUNCTION incidents_when_filed, incidents_when_retitled, incidents_when_written,
    incidents_when_changed, incidents_when_removed, incidents_when_opened_up, incidents_reread, incidents_learn_words,
    incidents_variants, incidents_more_words, incidents_is_searched;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_incidents")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX incident_services_newest"
            " ON incidents_incident_services (service_id, incident_id DESC)",
            "DROP INDEX incident_services_newest",
        ),
        # Postgres is to know which words are rare, so that it looks those up, and walks for others.
        migrations.RunSQL(
            "ALTER TABLE incidents_searchtext ALTER COLUMN words SET STATISTICS 1000",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, UNDO),
    ]
