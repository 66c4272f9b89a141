import pytest
from django.urls import reverse

from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.domain.writing import save_postmortem
from postmortems.models import LONGEST_SECTION, SECTIONS, Verdict
from tests.factories import IncidentFactory, PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db


def edit_url(postmortem):
    return reverse("postmortems:edit", args=[postmortem.pk])


def save_url(postmortem):
    return reverse("postmortems:save", args=[postmortem.pk])


def opened(client, postmortem):
    """What the browser of somebody who opened the editor would send back untouched."""
    form = client.get(edit_url(postmortem)).context["form"]
    data = {"revision": str(form.initial["revision"])}
    for field in form.visible_fields():
        data[field.name] = data[field.html_initial_name] = field.value() or ""
    return data


def box(response, name):
    return response.context["form"][name].value()


@pytest.fixture
def nia():
    return UserFactory()


@pytest.fixture
def postmortem(nia):
    return PostmortemFactory(by=nia)


def test_starting_leads_to_the_editor(nia, client_of):
    incident = IncidentFactory(by=nia, is_over=True)

    response = client_of(nia).post(reverse("postmortems:start", args=[incident.pk]))

    assert response["Location"] == edit_url(incident.postmortems.get())


def test_starting_what_somebody_else_began_leads_to_reading_it(postmortem, client_of):
    incident = postmortem.incidents.get()

    response = client_of(UserFactory()).post(reverse("postmortems:start", args=[incident.pk]))

    assert response["Location"] == postmortem.get_absolute_url()


def test_starting_too_early_says_why(nia, client_of):
    incident = IncidentFactory(by=nia)

    response = client_of(nia).post(reverse("postmortems:start", args=[incident.pk]), follow=True)

    assert response.redirect_chain == [(incident.get_absolute_url(), 302)]
    assert "begins when the incident is over" in response.content.decode()
    assert not incident.postmortems.exists()


def test_the_editor_has_a_box_with_a_prompt_for_each_section(nia, postmortem, client_of):
    content = client_of(nia).get(edit_url(postmortem)).content.decode()

    for name in SECTIONS:
        assert f'id="id_{name}"' in content
        assert f'id="id_{name}_helptext"' in content
    for question in ("really behaves", "find such a problem", "people noticed", "soften it"):
        assert question in content


def test_saving_keeps_the_words_and_leads_to_them(nia, postmortem, client_of):
    client = client_of(nia)
    data = opened(client, postmortem) | {"title": "Search", "impact": "A line\r\nand one more"}

    response = client.post(save_url(postmortem), data)

    postmortem.refresh_from_db()
    assert response["Location"] == postmortem.get_absolute_url()
    assert (postmortem.title, postmortem.impact) == ("Search", "A line\nand one more")


def test_saving_untouched_changes_no_word(nia, postmortem, client_of):
    client = client_of(nia)
    before = [getattr(postmortem, name) for name in SECTIONS]

    client.post(save_url(postmortem), opened(client, postmortem))

    postmortem.refresh_from_db()
    assert [getattr(postmortem, name) for name in SECTIONS] == before


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "A few words that somebody would search for."),
        ("title", "x" * 301, "and 300 fit"),
        ("impact", "x" * (LONGEST_SECTION + 1), f"at most {LONGEST_SECTION} characters"),
        ("impact", "a\0b", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_it(field, typed, sentence, nia, postmortem, client_of):
    client = client_of(nia)
    data = opened(client, postmortem) | {"what_went_well": "Typed for an hour", field: typed}

    response = client.post(save_url(postmortem), data)

    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors[field])
    assert f'id="id_{field}_error"' in response.content.decode()
    assert (box(response, field), box(response, "what_went_well")) == (typed, "Typed for an hour")
    postmortem.refresh_from_db()
    assert (postmortem.revision, postmortem.what_went_well) == (1, "")


def test_a_line_break_counts_as_one_character(nia, postmortem, client_of):
    client = client_of(nia)
    typed = "\r\n".join(["x"] * (LONGEST_SECTION // 2))

    response = client.post(save_url(postmortem), opened(client, postmortem) | {"impact": typed})

    assert response.status_code == 302


def test_a_box_is_not_cut_off_by_the_browser(nia, postmortem, client_of):
    form = client_of(nia).get(edit_url(postmortem)).context["form"]

    assert "maxlength" not in form.fields["impact"].widget.attrs
    assert form.fields["title"].widget.attrs["maxlength"] == "300"


def test_after_somebody_elses_save_both_are_on_the_page(nia, postmortem, client_of):
    client = client_of(nia)
    data = opened(client, postmortem) | {"title": "My title", "impact": "Mine"}
    save_postmortem(
        postmortem, by=UserFactory(), revision=1, title=postmortem.title, impact="Theirs"
    )

    response = client.post(save_url(postmortem), data)

    assert response.status_code == 422
    content = response.content.decode()
    assert "Somebody else saved this write-up while you were writing." in content
    assert (box(response, "title"), box(response, "impact")) == ("My title", "Mine")
    theirs = content.partition('id="theirs-impact"')[2].partition("</textarea>")[0]
    assert theirs.endswith(">Theirs")
    assert 'id="theirs-title"' not in content
    postmortem.refresh_from_db()
    assert (postmortem.impact, postmortem.revision) == ("Theirs", 2)


def test_a_box_where_nothing_was_typed_takes_what_somebody_else_saved(nia, postmortem, client_of):
    client = client_of(nia)
    data = opened(client, postmortem) | {"what_went_well": "Mine"}
    words = {"title": "Their title", "impact": "Theirs"}
    save_postmortem(postmortem, by=UserFactory(), revision=1, **words)

    response = client.post(save_url(postmortem), data)

    assert response.status_code == 422
    assert (box(response, "title"), box(response, "impact")) == ("Their title", "Theirs")
    assert box(response, "what_went_well") == "Mine"
    assert "theirs-" not in response.content.decode()


def test_saving_once_more_keeps_both(nia, postmortem, client_of):
    client = client_of(nia)
    data = opened(client, postmortem) | {"what_went_well": "Mine", "impact": "Mine too"}
    save_postmortem(postmortem, by=UserFactory(), revision=1, title="Their title", impact="Theirs")
    form = client.post(save_url(postmortem), data).context["form"]
    again = dict(form.data.items()) | {"impact": "Mine too. Theirs"}

    response = client.post(save_url(postmortem), again)

    assert response.status_code == 302
    postmortem.refresh_from_db()
    assert (postmortem.title, postmortem.impact) == ("Their title", "Mine too. Theirs")
    assert (postmortem.what_went_well, postmortem.revision) == ("Mine", 3)


@pytest.mark.parametrize("revision", ["", "soon", "0", "-1", "9" * 40])
def test_a_revision_that_never_was_is_an_old_one(revision, nia, postmortem, client_of):
    client = client_of(nia)
    data = opened(client, postmortem) | {"revision": revision, "impact": "Typed"}

    response = client.post(save_url(postmortem), data)

    assert response.status_code == 422
    assert "Somebody else saved" in response.content.decode()
    assert box(response, "impact") == "Typed"
    assert box(response, "revision") == 1


def test_words_typed_while_it_was_approved_are_still_there(nia, postmortem, client_of):
    client, ines = client_of(nia), TechLeadFactory()
    data = opened(client, postmortem) | {"impact": "Typed"}
    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)
    give_verdict(this_round, by=ines, verdict=Verdict.APPROVED)

    response = client.post(save_url(postmortem), data)

    assert response.status_code == 422
    assert "is approved, so its words stay as they are" in response.content.decode()
    assert box(response, "impact") == "Typed"


def test_the_editor_of_an_approved_write_up_leads_back(nia, postmortem, client_of):
    ines = TechLeadFactory()
    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)
    give_verdict(this_round, by=ines, verdict=Verdict.APPROVED)

    response = client_of(nia).get(edit_url(postmortem))

    assert response["Location"] == postmortem.get_absolute_url()


def test_suggestions_stand_over_the_boxes(nia, postmortem, client_of):
    ines = TechLeadFactory(display_name="Ines Barbosa")
    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)
    give_verdict(
        this_round, by=ines, verdict=Verdict.CHANGES_SUGGESTED, remarks="What did it **show**?"
    )

    content = client_of(nia).get(edit_url(postmortem)).content.decode()

    assert "What Ines suggests" in content
    assert "What did it <strong>show</strong>?" in content


def test_a_reviewer_is_told_what_editing_means(nia, postmortem, client_of):
    ines = TechLeadFactory()
    postmortem.incidents.get().participations.create(user=ines)
    ask_for_review(postmortem, by=nia, reviewer=ines)

    assert "become an author" in client_of(ines).get(edit_url(postmortem)).content.decode()
    assert "become an author" not in client_of(nia).get(edit_url(postmortem)).content.decode()


def test_the_editor_takes_few_queries(nia, postmortem, client_of, queries_of):
    ask_for_review(postmortem, by=nia, reviewer=TechLeadFactory())

    client_of(nia).get(edit_url(postmortem))  # begins the shared text
    assert queries_of(client_of(nia), edit_url(postmortem)) <= 12
