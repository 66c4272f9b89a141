from django.db import migrations

# Stories, write-ups and outages are searched by one table. As with incidents, Postgres keeps it, so
# that no way of writing can forget to.

WORDS = """
-- Without what may be a name: words with a capital letter, and what stands behind an @.
CREATE FUNCTION learning_unnamed(written text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(written, '@[[:alnum:]_.+-]+|\\m[[:upper:]][[:alnum:]_''’]*', ' ', 'g')
$$;

-- Postgres would read tags, and leave out all that follows one for a script.
CREATE FUNCTION learning_read(written text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT incidents_more_words('', translate(written, '<>', '  '))
$$;

CREATE FUNCTION learning_words(title text, filed text, body text, unnamed text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    short tsvector := setweight(learning_read(title), 'A')
        || setweight(learning_read(filed), 'B');
BEGIN
    RETURN short || setweight(learning_read(body), 'D')
        || setweight(learning_read(unnamed), 'C');
EXCEPTION WHEN program_limit_exceeded THEN
    RETURN short;
END $$;

-- Every word by which somebody is known, with accents and without, as it is kept and as it is
-- looked for. What it calls is of Postgres itself: a backup that is read back builds its index.
CREATE FUNCTION learning_names(display_name text, email text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    first text := split_part(btrim(display_name), ' ', 1);
    last text := regexp_replace(btrim(display_name), '^.* ', '');
    handle text := split_part(email, '@', 1);
    known text := concat_ws(' ', display_name, email, handle, translate(handle, '._+-', '    '),
        first || last, first || '.' || last);
    bare text := regexp_replace(normalize(lower(known), NFKD), '[\\u0300-\\u036f]', '', 'g');
BEGIN
    RETURN to_tsvector('pg_catalog.english', known) || to_tsvector('pg_catalog.english', bare)
        || to_tsvector('pg_catalog.simple', bare);
END $$;
CREATE INDEX people_user_names ON people_user USING gin (learning_names(display_name, email));
"""

STORIES = """
CREATE FUNCTION learning_services_of(this bigint) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(service_id ORDER BY service_id), '{}')
    FROM learning_story_services WHERE story_id = this
$$;

-- A draft is its author's alone. Words by which misspelt ones are put right are learnt when a
-- story is published.
CREATE FUNCTION learning_when_told() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    sections text := concat_ws(' ', NEW.what_i_was_trying_to_do, NEW.what_broke,
        NEW.how_we_noticed, NEW.how_it_was_put_right, NEW.how_it_felt, NEW.what_i_know_now,
        NEW.what_changed);
    filed text := concat_ws(' ', array_to_string(NEW.tags, ' '), NEW.opening);
BEGIN
    IF NEW.published_at IS NULL THEN
        DELETE FROM learning_document WHERE story_id = NEW.id;
        RETURN NULL;
    END IF;
    INSERT INTO learning_document AS known (kind, story_id, title, words, tags, services,
        is_by_senior, names_as_roles, is_open, stands_at)
    VALUES ('story', NEW.id, learning_read(NEW.title),
        learning_words(NEW.title, filed, sections, ''), NEW.tags, learning_services_of(NEW.id),
        NEW.is_by_senior, false, true,
        NEW.published_at + CASE WHEN NEW.is_by_senior THEN interval '182 days' ELSE '0' END)
    ON CONFLICT (story_id) DO UPDATE SET title = EXCLUDED.title, words = EXCLUDED.words,
        tags = EXCLUDED.tags, is_by_senior = EXCLUDED.is_by_senior, stands_at = EXCLUDED.stands_at
    WHERE (known.title, known.words, known.tags, known.is_by_senior, known.stands_at)
        IS DISTINCT FROM (EXCLUDED.title, EXCLUDED.words, EXCLUDED.tags, EXCLUDED.is_by_senior,
            EXCLUDED.stands_at);
    PERFORM incidents_learn_words(concat_ws(' ', NEW.title, filed, sections));
    RETURN NULL;
END $$;
CREATE TRIGGER document_told AFTER INSERT OR UPDATE ON learning_story
FOR EACH ROW EXECUTE FUNCTION learning_when_told();

CREATE FUNCTION learning_when_filed() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    this bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.story_id ELSE NEW.story_id END;
BEGIN
    UPDATE learning_document SET services = learning_services_of(this) WHERE story_id = this;
    RETURN NULL;
END $$;
CREATE TRIGGER document_filed AFTER INSERT OR UPDATE OR DELETE ON learning_story_services
FOR EACH ROW EXECUTE FUNCTION learning_when_filed();
"""

OUTAGES = """
CREATE FUNCTION learning_when_shelved() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    heading text := concat_ws(' ', NEW.company, NEW.title);
    filed text := concat_ws(' ', array_to_string(NEW.tags, ' '), NEW.year::text);
    told text := concat_ws(' ', NEW.made_possible, NEW.learnt);
BEGIN
    INSERT INTO learning_document (kind, outage_id, title, words, tags, services, is_by_senior,
        names_as_roles, is_open, stands_at)
    VALUES ('outage', NEW.id, learning_read(heading),
        learning_words(heading, filed, told, ''), NEW.tags, '{}', false, false, true,
        make_timestamptz(NEW.year, 1, 1, 0, 0, 0, 'UTC'))
    ON CONFLICT (outage_id) DO UPDATE SET title = EXCLUDED.title, words = EXCLUDED.words,
        tags = EXCLUDED.tags, stands_at = EXCLUDED.stands_at;
    PERFORM incidents_learn_words(concat_ws(' ', heading, filed, told));
    RETURN NULL;
END $$;
CREATE TRIGGER document_shelved AFTER INSERT OR UPDATE ON learning_outage
FOR EACH ROW EXECUTE FUNCTION learning_when_shelved();
"""

# The row is locked before what it is made of is read: of two at once, the later reads both.
WRITE_UPS = """
CREATE FUNCTION learning_reread(this bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    write_up postmortems_postmortem;
    about bigint[];
    refs text;
    its_services bigint[];
    is_practice boolean;
    everyones boolean;
    told text;
BEGIN
    PERFORM FROM learning_document WHERE postmortem_id = this FOR UPDATE;
    SELECT * INTO write_up FROM postmortems_postmortem WHERE id = this AND status = 'published';
    SELECT array_agg(incident.id), coalesce(string_agg('INC-' || incident.id, ' '), ''),
        bool_and(incident.mode = 'practice'), NOT coalesce(bool_or(incident.is_restricted), false)
    INTO about, refs, is_practice, everyones
    FROM postmortems_postmortem_incidents AS covers
    JOIN incidents_incident AS incident ON incident.id = covers.incident_id
    WHERE covers.postmortem_id = this;
    IF write_up.id IS NULL OR is_practice THEN
        DELETE FROM learning_document WHERE postmortem_id = this;
        RETURN;
    END IF;
    SELECT coalesce(array_agg(DISTINCT service_id), '{}') INTO its_services
    FROM incidents_incident_services WHERE incident_id = ANY(about);
    told := concat_ws(' ', write_up.what_happened, write_up.impact, write_up.what_made_it_possible,
        (SELECT string_agg(text, ' ' ORDER BY id) FROM postmortems_contributingfactor
            WHERE postmortem_id = this),
        write_up.what_went_well, write_up.where_we_were_lucky, write_up.what_surprised_us,
        write_up.what_we_know_now, write_up.how_it_behaves, write_up.how_to_find_it,
        write_up.how_we_noticed, write_up.what_would_soften_it);
    INSERT INTO learning_document AS known (kind, postmortem_id, title, words, tags, services,
        is_by_senior, names_as_roles, is_open, stands_at)
    VALUES ('write_up', this, learning_read(write_up.title),
        learning_words(write_up.title, refs, told, CASE WHEN write_up.names_as_roles
            THEN learning_unnamed(concat_ws(' ', write_up.title, told)) ELSE '' END),
        '{}', its_services, false, write_up.names_as_roles, everyones, write_up.published_at)
    ON CONFLICT (postmortem_id) DO UPDATE SET title = EXCLUDED.title, words = EXCLUDED.words,
        services = EXCLUDED.services, names_as_roles = EXCLUDED.names_as_roles,
        is_open = EXCLUDED.is_open, stands_at = EXCLUDED.stands_at
    WHERE (known.title, known.words, known.services, known.names_as_roles, known.is_open,
            known.stands_at)
        IS DISTINCT FROM (EXCLUDED.title, EXCLUDED.words, EXCLUDED.services,
            EXCLUDED.names_as_roles, EXCLUDED.is_open, EXCLUDED.stands_at);
    -- Only what everybody may read is learnt, as with incidents.
    IF everyones THEN
        PERFORM incidents_learn_words(concat_ws(' ', write_up.title, told));
    END IF;
END $$;

CREATE FUNCTION learning_when_written_up() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM learning_document WHERE postmortem_id = OLD.id;
    ELSIF NEW.status = 'published' OR (TG_OP = 'UPDATE' AND OLD.status = 'published') THEN
        PERFORM learning_reread(NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER document_written_up AFTER INSERT OR UPDATE OR DELETE ON postmortems_postmortem
FOR EACH ROW EXECUTE FUNCTION learning_when_written_up();

-- A write-up's own rows: which incidents it covers, and what made them possible.
CREATE FUNCTION learning_when_covered() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM learning_reread(id) FROM postmortems_postmortem
    WHERE status = 'published' AND id IN (
        CASE TG_OP WHEN 'DELETE' THEN OLD.postmortem_id ELSE NEW.postmortem_id END,
        CASE TG_OP WHEN 'INSERT' THEN NEW.postmortem_id ELSE OLD.postmortem_id END
    );
    RETURN NULL;
END $$;
CREATE TRIGGER document_covered
AFTER INSERT OR UPDATE OR DELETE ON postmortems_postmortem_incidents
FOR EACH ROW EXECUTE FUNCTION learning_when_covered();
CREATE TRIGGER document_explained
AFTER INSERT OR UPDATE OR DELETE ON postmortems_contributingfactor
FOR EACH ROW EXECUTE FUNCTION learning_when_covered();

CREATE FUNCTION learning_reread_about(incident bigint) RETURNS void
LANGUAGE sql AS $$
    SELECT learning_reread(write_up.id)
    FROM postmortems_postmortem_incidents AS covers
    JOIN postmortems_postmortem AS write_up ON write_up.id = covers.postmortem_id
    WHERE covers.incident_id = incident AND write_up.status = 'published'
    ORDER BY write_up.id
$$;

CREATE FUNCTION learning_when_affected() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM learning_reread_about(OLD.incident_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM learning_reread_about(NEW.incident_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER document_affected AFTER INSERT OR UPDATE OR DELETE ON incidents_incident_services
FOR EACH ROW EXECUTE FUNCTION learning_when_affected();

CREATE FUNCTION learning_when_opened_up() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM learning_reread_about(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER document_opened_up AFTER UPDATE OF is_restricted, mode ON incidents_incident
FOR EACH ROW WHEN ((OLD.is_restricted, OLD.mode) IS DISTINCT FROM (NEW.is_restricted, NEW.mode))
EXECUTE FUNCTION learning_when_opened_up();
"""

UNDO = """
DROP TRIGGER document_told ON learning_story;
DROP TRIGGER document_filed ON learning_story_services;
DROP TRIGGER document_shelved ON learning_outage;
DROP TRIGGER document_written_up ON postmortems_postmortem;
DROP TRIGGER document_covered ON postmortems_postmortem_incidents;
DROP TRIGGER document_explained ON postmortems_contributingfactor;
DROP TRIGGER document_affected ON incidents_incident_services;
DROP TRIGGER document_opened_up ON incidents_incident;
DROP INDEX people_user_names;
DROP FUNCTION learning_when_told, learning_when_filed, learning_services_of, learning_when_shelved,
    learning_when_written_up, learning_when_covered, learning_when_affected,
    learning_when_opened_up, learning_reread_about, learning_reread, learning_names,
    learning_words, learning_read, learning_unnamed;
"""

# Postgres is to know which words are rare, so that it looks those up, and walks for others. Words
# that are kept in their row as they are need no fetching and unpacking while it walks.
KEPT = """
ALTER TABLE learning_document ALTER COLUMN words SET STATISTICS 1000;
ALTER TABLE learning_document ALTER COLUMN words SET STORAGE EXTERNAL;
ALTER TABLE learning_document SET (toast_tuple_target = 8160);
"""


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_library"), ("incidents", "0002_search")]

    operations = [
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
        migrations.RunSQL([WORDS, STORIES, OUTAGES, WRITE_UPS], UNDO),
    ]
