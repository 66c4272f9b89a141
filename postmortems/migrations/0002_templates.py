from django.db import migrations

# The two that come with Goldseam. Their words are left empty, so that they are said in the
# reader's language until an admin puts others there.
FULL = """
    what_happened impact what_made_it_possible what_went_well where_we_were_lucky
    what_surprised_us what_we_know_now how_it_behaves how_to_find_it how_we_noticed
    what_would_soften_it
""".split()

SHORT = "what_happened impact what_made_it_possible what_went_well what_we_know_now".split()


def bring_templates(apps, schema_editor):
    template = apps.get_model("postmortems", "Template")
    default = apps.get_model("postmortems", "TemplateDefault")
    full = template.objects.create(key="full", form="full", sections=FULL)
    short = template.objects.create(key="short", form="short", sections=SHORT)
    default.objects.create(occasion="always", template=full)
    for occasion in ("minor", "unset"):
        default.objects.create(occasion=occasion, template=short)


class Migration(migrations.Migration):
    dependencies = [("postmortems", "0001_write_ups")]

    operations = [migrations.RunPython(bring_templates, migrations.RunPython.noop)]
