import re
from datetime import date

import pytest
from django.urls import reverse

from people.models import Role
from postmortems.domain.factors import add_factor
from postmortems.domain.following_up import add_follow_up, complete_follow_up, let_go_of_follow_up
from postmortems.domain.moments import leave_moment_out
from postmortems.domain.publishing import show_people
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.domain.writing import save_postmortem
from postmortems.models import PARTS, SECTIONS, Postmortem, Verdict
from postmortems.queries.reading import article
from tests.factories import IncidentFactory, PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db

ADVICE = "What else had to be true?"


def main_of(response):
    content = response.content.decode()
    return content.partition("<main")[2].partition("</main>")[0]


def test_sections_are_read_as_markdown_in_their_order(client_of):
    postmortem = PostmortemFactory()
    save_postmortem(
        postmortem,
        by=UserFactory(),
        revision=1,
        title="Search was <empty>",
        what_happened="The index had **no** documents.",
        impact="",
        what_we_know_now="- It <script>alert()</script> rebuilds itself.",
    )

    main = main_of(client_of(UserFactory()).get(postmortem.get_absolute_url()))

    assert "Search was &lt;empty&gt;</h1>" in main
    assert "<strong>no</strong>" in main
    assert "<script>" not in main
    assert main.index("What happened</h2>") < main.index("What we know now</h2>")
    assert "Impact</h2>" not in main


def test_what_we_know_now_has_its_four_parts_under_one_heading(client_of):
    postmortem = PostmortemFactory()
    save_postmortem(
        postmortem,
        by=UserFactory(),
        revision=1,
        title="Search",
        what_we_know_now="Indexes lag.",
        how_it_behaves="It rebuilds *itself*.",
        what_would_soften_it="An alert on the lag.",
    )

    main = main_of(client_of(UserFactory()).get(postmortem.get_absolute_url()))
    section = main.partition('id="what_we_know_now"')[2].partition("</article>")[0]

    heading, own, first, last = (
        section.index(text)
        for text in (
            "What we know now</h2>",
            "Indexes lag.",
            "How our code really behaves</h3>",
            "What would catch it or soften it next time</h3>",
        )
    )
    assert heading < own < first < last
    assert "<em>itself</em>" in section
    assert "How people noticed</h3>" not in section


def test_parts_are_read_also_where_their_section_has_no_text_of_its_own():
    postmortem = Postmortem.objects.create(title="Search", how_we_noticed="A customer wrote.")

    read, empty = article(postmortem, can_grow=True)

    [known] = [one for one in read if one.name == "what_we_know_now"]
    assert (known.text, [part.name for part in known.parts]) == ("", ["how_we_noticed"])
    assert "what_we_know_now" not in [one.name for one in empty]
    named = [one.name for one in (*read, *empty)]
    assert sorted([*named, *PARTS["what_we_know_now"]]) == sorted(SECTIONS)


def test_the_timeline_follows_what_happened(client_of):
    postmortem = PostmortemFactory()

    main = main_of(client_of(UserFactory()).get(postmortem.get_absolute_url()))

    assert main.index("What happened</h2>") < main.index("Timeline</h2>")
    assert "Rolled back." in main.partition('id="timeline"')[2].partition("</section>")[0]
    assert "Times are in your own zone, UTC." in main


def test_an_empty_write_up_says_that_it_is_being_written(client_of):
    postmortem = PostmortemFactory()
    save_postmortem(
        postmortem, by=UserFactory(), revision=1, title="Empty", what_happened="", impact=""
    )
    for moment in postmortem.moments.all():
        leave_moment_out(moment, by=UserFactory(), is_left_out=True)

    main = main_of(client_of(UserFactory()).get(postmortem.get_absolute_url()))

    assert "Nothing is written here yet" in main


def test_its_incidents_are_linked_and_its_authors_come_last(client_of):
    nia = UserFactory(display_name="Nia Kamau")
    incident = IncidentFactory(by=nia, is_over=True)
    postmortem = PostmortemFactory(by=nia, incident=incident)
    show_people(postmortem, by=nia, names_as_roles=False)

    main = main_of(client_of(UserFactory()).get(postmortem.get_absolute_url()))

    assert f'href="{incident.get_absolute_url()}">{incident.reference}</a>' in main
    assert main.index("</section>") < main.index("Written by Nia Kamau")


def test_somebody_without_a_name_is_shown_by_their_address(client_of):
    tom = UserFactory(display_name="", email="tom.w@example.org")
    postmortem = PostmortemFactory(by=tom)
    show_people(postmortem, by=tom, names_as_roles=False)

    assert "Written by tom.w" in main_of(
        client_of(UserFactory()).get(postmortem.get_absolute_url())
    )


def test_factors_stand_under_what_made_it_possible_with_their_kind(client_of):
    postmortem = PostmortemFactory()
    add_factor(postmortem, by=UserFactory(), kind="time_pressure", text="It had to be <Friday>")

    main = main_of(client_of(UserFactory()).get(postmortem.get_absolute_url()))

    section = main.partition('id="what_made_it_possible"')[2].partition("</section>")[0]
    assert "<b>Time pressure.</b> It had to be &lt;Friday&gt;" in section


@pytest.mark.parametrize(("factors", "advised"), [(0, True), (1, True), (2, False)])
def test_fewer_than_two_factors_bring_advice(factors, advised, client_of):
    nia = UserFactory()
    postmortem = PostmortemFactory(by=nia)
    for number in range(factors):
        add_factor(postmortem, by=nia, kind="design", text=f"Factor {number}")

    for name in ("read", "choose_reviewer"):
        main = main_of(client_of(nia).get(reverse(f"postmortems:{name}", args=[postmortem.pk])))
        assert ('id="advice"' in main) == advised
        assert (ADVICE in main.partition('id="advice"')[2]) == advised


def test_follow_ups_show_owner_kind_day_and_state(client_of):
    postmortem, ines = PostmortemFactory(), UserFactory(display_name="Ines Barbosa")

    def plan(what, **more):
        return add_follow_up(postmortem, by=ines, what=what, kind="detection", **more)

    plan("Alert on lag", owner=ines, due_on=date(2020, 11, 23))
    complete_follow_up(plan("Note the commit mode"), by=ines)
    let_go_of_follow_up(plan("Rewrite it"), by=ines, reason="It goes away in spring.")

    main = main_of(client_of(UserFactory()).get(postmortem.get_absolute_url()))
    alert, note, rewrite = (
        " ".join(part.partition("</li>")[0].split()) for part in main.split('id="follow-up-')[1:]
    )

    assert "Alert on lag" in alert
    assert "Was due 23 Nov" in alert
    assert "Detection, Ines" in alert
    assert "Done</span>" in note
    assert "nobody yet" in note
    assert "It goes away in spring." in rewrite
    assert "<form" not in note + rewrite


def test_a_published_write_up_is_edited_and_reviewed_no_more(client_of):
    nia = UserFactory()
    postmortem = PostmortemFactory(by=nia, is_published=True)
    planned = reverse("postmortems:plan", args=[postmortem.pk])

    main = main_of(client_of(nia).get(postmortem.get_absolute_url()))

    forms = re.findall(r'<form[^>]* action="([^"]*)"', main)
    assert forms == [
        reverse(name, args=[postmortem.pk])
        for name in (
            "learning:make_scenario",
            "postmortems:show_people",
            "postmortems:start_thread",
        )
    ]
    assert planned in main
    assert reverse("postmortems:edit", args=[postmortem.pk]) not in main
    assert reverse("postmortems:choose_reviewer", args=[postmortem.pk]) not in main


def test_the_fragment_is_what_changes_on_the_page(client_of):
    postmortem, client = PostmortemFactory(), client_of(UserFactory())
    url = reverse("postmortems:live_write_up", args=[postmortem.pk])

    fragment = client.get(url).content.decode().strip()
    page = client.get(postmortem.get_absolute_url()).content.decode()

    assert fragment.startswith('<div class="stack loose" id="write-up"')
    assert f'hx-get="{url}"' in fragment
    assert 'hx-trigger="postmortem from:body delay:600ms, refresh from:body"' in fragment
    assert f'hx-sse:connect="/live/?postmortem={postmortem.pk}"' in page


def test_a_page_with_a_form_that_was_not_accepted_keeps_still(client_of):
    nia = UserFactory()
    postmortem = PostmortemFactory(by=nia)

    response = client_of(nia).post(reverse("postmortems:add_factor", args=[postmortem.pk]))

    assert response.status_code == 422
    assert "hx-get" not in main_of(response)


def fill(postmortem, author, count):
    """Bring a write-up to `count` factors, follow-ups and rounds, the last of them open."""
    for number in range(postmortem.factors.count(), count):
        add_factor(postmortem, by=author, kind="design", text=f"Factor {number}")
        owner = UserFactory()
        add_follow_up(postmortem, by=author, what=f"Change {number}", kind="code", owner=owner)
        if this_round := postmortem.rounds.first():
            reviewer = this_round.reviewer
            give_verdict(
                this_round, by=reviewer, verdict=Verdict.CHANGES_SUGGESTED, remarks="One more"
            )
        ask_for_review(postmortem, by=author, reviewer=TechLeadFactory())


@pytest.mark.parametrize("who", ["author", "responder", "reviewer", "reader"])
def test_the_page_takes_as_many_queries_for_thirty_as_for_one(who, client_of, queries_of):
    author = UserFactory()
    postmortem = PostmortemFactory(by=author)
    here = UserFactory(role=Role.READER if who == "reader" else Role.MEMBER)
    if who == "responder":
        postmortem.incidents.get().participations.create(user=here)

    def count():
        reviewer = postmortem.rounds.first().reviewer
        person = {"author": author, "reviewer": reviewer}.get(who, here)
        return queries_of(client_of(person), postmortem.get_absolute_url())

    fill(postmortem, author, 1)
    for_one = count()
    fill(postmortem, author, 30)

    assert count() == for_one <= 12


@pytest.mark.parametrize("who", ["author", "responder", "tech lead"])
def test_an_approved_page_takes_few_queries(who, client_of, queries_of):
    author, ines = UserFactory(), TechLeadFactory()
    postmortem = PostmortemFactory(by=author)
    there = UserFactory()
    postmortem.incidents.get().participations.create(user=there)
    this_round = ask_for_review(postmortem, by=author, reviewer=ines)
    give_verdict(this_round, by=ines, verdict=Verdict.APPROVED)
    person = {"author": author, "responder": there, "tech lead": ines}[who]

    assert queries_of(client_of(person), postmortem.get_absolute_url()) <= 12
