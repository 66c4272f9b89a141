"""What write-ups begin with, and the forms they have."""

import pytest
from django.urls import reverse

from incidents.models import Severity
from people.errors import DomainError
from people.models import Role
from postmortems.domain.shaping import change_form
from postmortems.domain.templates import change_template, use_template, write_template
from postmortems.domain.writing import save_postmortem
from postmortems.models import (
    SECTIONS,
    SHORT,
    Form,
    Occasion,
    Template,
    TemplateDefault,
)
from postmortems.queries.templates import fitting
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana():
    return UserFactory(role=Role.ADMIN)


def written(by, **words):
    known = {
        "name": "Outage",
        "form": Form.FULL,
        "sections": ["what_happened", "impact"],
        "prompts": {"impact": "Which regions felt it?"},
        "texts": {"impact": "| region | minutes |"},
    }
    return write_template(by=by, **(known | words))


def test_two_come_with_goldseam_and_say_their_own_words():
    full, short = Template.objects.all()

    assert (full.title, short.title) == ("The whole story", "Five questions")
    assert set(full.sections) == set(SECTIONS)
    assert set(short.sections) == set(SHORT)
    assert short.says.startswith("What happened? Who felt it?")
    assert full.prompt("impact") == "Who felt it, how, and for how long? Rough numbers are fine."


@pytest.mark.parametrize(
    ("severity", "key"),
    [
        (Severity.CRITICAL, "full"),
        (Severity.MAJOR, "full"),
        (Severity.MINOR, "short"),
        (Severity.UNSET, "short"),
    ],
)
def test_a_small_incident_is_asked_five_questions(severity, key):
    incident = IncidentFactory(severity=severity, is_over=True)

    assert fitting(incident).key == key
    TemplateDefault.objects.all().delete()
    assert fitting(incident).key == key


def test_without_any_template_nothing_fits_and_all_sections_are_asked_for(dana):
    Template.objects.all().delete()
    incident = IncidentFactory(is_over=True)

    assert fitting(incident) is None


def test_a_severity_has_one_template(dana):
    one = written(dana, occasions=[Occasion.CRITICAL, Occasion.MAJOR])
    other = written(dana, name="Other", occasions=[Occasion.MAJOR])

    assert [row.occasion for row in one.defaults.all()] == [Occasion.CRITICAL]
    assert fitting(IncidentFactory(severity=Severity.MAJOR, is_over=True)) == other


def test_two_who_give_a_severity_at_once_leave_one(race, dana):
    outcomes = race(
        3,
        [
            lambda n=n: written(dana, name=f"Number {n}", occasions=[Occasion.MAJOR])
            for n in range(3)
        ],
    )

    assert outcomes == ["ok"] * 3
    assert TemplateDefault.objects.filter(occasion=Occasion.MAJOR).count() == 1


def test_a_name_is_taken_once(dana):
    written(dana)

    with pytest.raises(DomainError, match="with this name already"):
        written(dana, name="OUTAGE")


def test_a_template_asks_for_something_and_never_who(dana):
    with pytest.raises(DomainError, match="at least one section"):
        written(dana, sections=[])
    with pytest.raises(DomainError, match="never who"):
        written(dana, prompts={"impact": "Who broke it?"})

    assert Template.objects.count() == 2


def test_out_of_use_it_is_chosen_no_more_and_write_ups_keep_it(dana):
    template = written(dana, occasions=[Occasion.MAJOR])
    incident = IncidentFactory(severity=Severity.MAJOR, is_over=True)
    postmortem = PostmortemFactory()
    change_form(postmortem, by=dana, form=Form.FULL, template=template)

    use_template(template, by=dana, is_in_use=False)

    assert fitting(incident).key == "full"
    postmortem.refresh_from_db()
    assert postmortem.template == template


def test_ours_keeps_its_translated_name_until_somebody_gives_another(dana):
    ours = Template.objects.get(key="short")
    words = {"form": Form.SHORT, "sections": ["impact"], "prompts": {}, "texts": {}}

    assert change_template(ours, by=dana, name="Five questions", **words).name == ""
    assert change_template(ours, by=dana, name="Quick", **words).title == "Quick"


def test_changing_the_form_loses_no_word(dana):
    postmortem = PostmortemFactory(by=dana)
    words = {name: f"About {name}" for name in SECTIONS}
    save_postmortem(postmortem, by=dana, revision=1, title="Search", **words)

    for form in (Form.SHORT, Form.FULL, Form.SHORT):
        postmortem = change_form(postmortem, by=dana, form=form)
        assert {name: getattr(postmortem, name) for name in SECTIONS} == words
        assert all(postmortem.asks_for(name) for name in SECTIONS)


def test_the_words_of_a_template_go_into_empty_sections_only(dana):
    postmortem = PostmortemFactory(by=dana)
    save_postmortem(postmortem, by=dana, revision=1, title="Search", impact="Ours")
    texts = {"impact": "Theirs", "what_surprised_us": "Begin here"}

    changed = change_form(postmortem, by=dana, form=Form.FULL, template=written(dana, texts=texts))

    assert (changed.impact, changed.what_surprised_us) == ("Ours", "Begin here")
    assert changed.revision == 3


def url(name, *more):
    return reverse(f"postmortems:{name}", args=more)


def test_the_editor_of_a_short_one_asks_five_questions_and_has_the_rest_behind_a_press(
    dana, client_of
):
    postmortem = PostmortemFactory(by=dana)
    save_postmortem(
        postmortem, by=dana, revision=1, title="Search", where_we_were_lucky="It was night."
    )
    change_form(postmortem, by=dana, form=Form.SHORT)

    content = client_of(dana).get(url("edit", postmortem.pk)).content.decode()

    shown, _summary, more = content.partition("Show all sections")
    for name in (*SHORT, "where_we_were_lucky"):
        assert f'id="id_{name}"' in shown
    for name in set(SECTIONS) - set(SHORT) - {"where_we_were_lucky"}:
        assert f'id="id_{name}"' in more
    assert "Who felt it?</label>" in shown


def test_saving_a_short_one_keeps_what_it_does_not_ask_for(dana, client_of):
    postmortem = PostmortemFactory(by=dana)
    change_form(postmortem, by=dana, form=Form.SHORT)
    client = client_of(dana)
    form = client.get(url("edit", postmortem.pk)).context["form"]
    data = {field.name: field.value() or "" for field in form.visible_fields()}
    data |= {"revision": "1", "how_it_behaves": "It rebuilds itself."}

    assert client.post(url("save", postmortem.pk), data).status_code == 302

    postmortem.refresh_from_db()
    assert postmortem.how_it_behaves == "It rebuilds itself."
    assert postmortem.asks_for("how_it_behaves")


def test_a_template_asks_in_its_own_words(dana, client_of):
    postmortem = PostmortemFactory(by=dana)
    change_form(postmortem, by=dana, form=Form.FULL, template=written(dana))

    content = client_of(dana).get(url("edit", postmortem.pk)).content.decode()

    shown = content.partition("Show all sections")[0]
    assert "Which regions felt it?" in shown
    assert 'id="id_what_went_well"' not in shown


def test_the_form_is_changed_on_a_page_of_its_own(dana, client_of):
    postmortem, client = PostmortemFactory(by=dana), client_of(dana)
    assert client.get(url("form", postmortem.pk)).status_code == 200

    response = client.post(url("change_form", postmortem.pk), {"form": "short"})

    assert response["Location"] == url("edit", postmortem.pk)
    postmortem.refresh_from_db()
    assert postmortem.is_short
    assert client.post(url("change_form", postmortem.pk), {"form": "odd"}).status_code == 422
    stranger = client_of(UserFactory())
    assert stranger.post(url("change_form", postmortem.pk), {"form": "full"}).status_code == 403


def test_an_admin_writes_changes_and_retires_a_template(dana, client_of):
    client = client_of(dana)
    data = {
        "name": "Outage",
        "form": "full",
        "occasions": ["critical"],
        "asks_impact": "on",
        "prompt_impact": "Which regions?",
        "text_impact": "| region |\r\n| --- |",
    }
    assert client.get(url("new_template")).status_code == 200
    assert client.post(url("write_template"), data)["Location"] == url("templates")

    template = Template.objects.get(name="Outage")
    assert (template.sections, template.prompts) == (["impact"], {"impact": "Which regions?"})
    assert template.texts == {"impact": "| region |\n| --- |"}
    form = client.get(url("edit_template", template.pk)).context["form"]
    assert form["prompt_impact"].value() == "Which regions?"
    client.post(url("change_template", template.pk), data | {"name": "Big"})
    client.post(url("use_template", template.pk))

    template.refresh_from_db()
    assert (template.name, template.is_in_use) == ("Big", False)
    assert not template.defaults.exists()


def test_what_cannot_be_kept_is_said(dana, client_of):
    response = client_of(dana).post(
        url("write_template"),
        {"name": "Odd", "form": "full", "asks_impact": "on", "prompt_impact": "Who caused it?"},
    )

    assert response.status_code == 422
    assert "never who" in response.context["form"].errors["prompt_impact"][0]
    assert client_of(dana).post(url("write_template"), {"form": "full"}).status_code == 422


def test_members_read_templates_and_only_admins_keep_them(dana, client_of):
    template, member = written(dana), client_of(UserFactory())

    listed = member.get(url("templates"))
    assert "Outage" in listed.content.decode()
    assert url("new_template") not in listed.content.decode()
    assert member.get(url("edit_template", template.pk)).status_code == 403
    for name, more in (
        ("write_template", []),
        ("change_template", [template.pk]),
        ("use_template", [template.pk]),
    ):
        assert member.post(url(name, *more)).status_code == 403


def test_the_list_takes_as_many_queries_for_three_as_for_one(dana, client_of, queries_of):
    client = client_of(dana)
    for_two = queries_of(client, url("templates"))
    for n in range(3):
        written(dana, name=f"Template {n}", occasions=[Occasion.CRITICAL])

    assert queries_of(client, url("templates")) == for_two
