"""A story without a name, from its draft until it is gone, and nothing that says whose it was."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.urls import reverse
from playwright.sync_api import Error, Page, expect

from learning import tasks
from learning.models import Byline, HandedIn, ReadingPath, Story
from people.models import User
from tests.browser.boxes import write
from tests.browser.conftest import PASSWORD
from tests.factories import StoryFactory, TeamFactory, UserFactory
from tests.running.waiting import until

LOADED = 15_000
NAME, EMAIL, TEAM = "Xantippe Quillfeather", "xantippe@quill.example", "Lamplighters"
TRACES = ("Xantippe", "Quillfeather", "quill.example", TEAM)
TITLE, BETTER_TITLE = "I emptied the wrong bucket", "I emptied a bucket that was in use"
PHONE = {"width": 390, "has_touch": True, "is_mobile": True}


@pytest.fixture
def people(goldseam) -> tuple[User, User, User]:
    """The author, whose team is too small to be said, a colleague and an admin."""
    author = UserFactory(display_name=NAME, email=EMAIL, team=TeamFactory(name=TEAM))
    ruth = UserFactory(display_name="Ruth Oduya")
    dana = UserFactory(display_name="Dana Whitfield", role="admin", is_senior=True)
    StoryFactory(by=dana, title="I let a certificate run out")
    return author, ruth, dana


def test_a_story_without_a_name_lives_and_goes(goldseam, people, window, signed_in):
    author_, ruth_, dana_ = people
    author, ruth, dana = signed_in(author_, **PHONE), signed_in(ruth_), signed_in(dana_)

    _draft(author)
    link = _hand_in(author)
    _is_not_found_by_going_back(author, link)
    author.context.close()
    for other in (ruth, dana):
        _is_nowhere(other, TITLE)

    _publish(goldseam, TITLE)
    story = Story.objects.get(byline=Byline.ANONYMOUS)
    _read_it(ruth, story)
    _nothing_says_who([ruth, dana], story)

    # With the link, on another machine, and signed in there only now.
    elsewhere = window().new_page()
    _sign_in_with(elsewhere, link, author_)
    _edit(elsewhere)
    _publish(goldseam, BETTER_TITLE)
    ruth.goto(story.get_absolute_url())
    expect(ruth.get_by_role("heading", level=1)).to_have_text(BETTER_TITLE)
    expect(ruth.locator("#remarks")).to_contain_text("so did I")
    _nothing_says_who([ruth, dana], story)

    # On the machine of somebody else, and nothing of it is left.
    _withdraw(dana, link)
    for other in (ruth, dana):
        _is_nowhere(other, BETTER_TITLE)
    ruth.goto(reverse("learning:bookmarks"))
    expect(ruth.get_by_text("Nothing kept yet")).to_be_visible()
    assert ruth.goto(story.get_absolute_url()).status == 404
    _open(elsewhere, link)
    expect(elsewhere.get_by_text("No story has this link.").first).to_be_visible()


def _draft(author: Page) -> None:
    """She begins it as a draft, and is shown how the lens would say it."""
    author.get_by_role("link", name="Library").first.tap()
    author.get_by_role("link", name="Tell yours").tap()
    author.get_by_label("Title").fill(TITLE)
    write(author, "What broke", "The root cause was a script that I had not read.")
    author.locator(".cm-content .lens", has_text="The root cause was").click(timeout=LOADED)
    author.locator(".hint-card:visible").get_by_role("button", name="Use this").tap()
    expect(author.locator(".cm-content").first).not_to_contain_text("root cause")
    author.get_by_role("button", name="Keep as a draft").tap()
    expect(author.get_by_text("Kept. Only you can see it.")).to_be_visible()


def _hand_in(author: Page) -> str:
    """She comes back to it and tells it anonymously. Returns the secret link."""
    author.get_by_role("link", name="Library").first.tap()
    author.get_by_role("link", name=TITLE).tap()
    author.get_by_role("link", name="Edit").tap()
    anonymously = author.get_by_role("radio", name="Anonymously")
    anonymously.check()
    expect(author.get_by_text("Readers see “Someone here”, from tomorrow on.")).to_be_visible()
    author.get_by_role("button", name="Publish").tap()
    expect(author.get_by_role("heading", level=1)).to_have_text("Thank you for telling it")
    assert HandedIn.objects.count() == 1
    return author.locator(".command code").inner_text()


def _is_not_found_by_going_back(author: Page, link: str) -> None:
    """Neither the link nor the form that had it is there for whoever has the phone next."""
    author.go_back()
    expect(author.locator("main")).not_to_contain_text(TITLE)
    assert link.partition("#")[2] not in author.content()
    with pytest.raises(Error, match="net::ERR"):
        author.go_forward()
    library = author.context.new_page()
    library.goto("/library/")
    expect(library.locator("main")).not_to_contain_text(TITLE)


def _publish(goldseam, title: str) -> None:
    """A night goes by: what the scheduler puts into the queue, the worker does."""
    goldseam.put(tasks.publish_anonymous)
    until(lambda: Story.objects.published().filter(title=title).exists())


def _read_it(ruth: Page, story: Story) -> None:
    ruth.goto("/library/")
    ruth.get_by_role("link", name=TITLE).click()
    expect(ruth.locator("header.hero")).to_contain_text("Someone here.")
    ruth.get_by_role("button", name="Me too").click()
    expect(ruth.get_by_role("button", name="Me too, 1")).to_be_visible()
    ruth.get_by_role("button", name="Keep it").click()
    expect(ruth.get_by_role("button", name="Kept")).to_be_visible()
    write(ruth, "Say something kind, or ask", "Thank you, so did I.")
    ruth.get_by_role("button", name="Say it").click()
    expect(ruth.locator("#remarks")).to_contain_text("Thank you, so did I.")
    for address in (_search(TITLE), reverse("learning:first_path"), reverse("learning:bookmarks")):
        ruth.goto(address)
        expect(ruth.get_by_role("link", name=TITLE)).to_be_visible()


def _sign_in_with(page: Page, link: str, user: User) -> None:
    """The link waits while somebody signs in."""
    page.goto(link)
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your anonymous story")
    _open_with(page, link)


def _open(page: Page, link: str) -> None:
    page.goto("/")  # what is behind the # alone would load nothing
    page.goto(link)
    _open_with(page, link)


def _open_with(page: Page, link: str) -> None:
    """The secret is in the box, and in the address no more."""
    secret = link.partition("#")[2]
    expect(page.get_by_label("Your secret link")).to_have_value(secret)
    assert secret not in page.url
    page.get_by_role("button", name="Open it").click()


def _edit(page: Page) -> None:
    expect(page.get_by_label("Title")).to_have_value(TITLE)
    page.get_by_label("Title").fill(BETTER_TITLE)
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling it")
    expect(page.get_by_text("The secret link with which you came")).to_be_visible()
    expect(page.locator(".command")).to_have_count(0)


def _withdraw(page: Page, link: str) -> None:
    """Asked once more, as nothing can bring it back."""
    _open(page, link)
    page.get_by_role("button", name="Withdraw it for good").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Withdraw it for good?")
    assert Story.objects.filter(byline=Byline.ANONYMOUS).exists()
    page.get_by_role("button", name="Yes, withdraw it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is gone")


def _is_nowhere(page: Page, title: str) -> None:
    for address in ("/", "/library/", _search(title), reverse("learning:first_path")):
        page.goto(address)
        expect(page.get_by_role("link", name=title)).to_have_count(0)


def _nothing_says_who(others: list[Page], story: Story) -> None:
    for page in others:
        for address in _where_it_stands(story):
            page.goto(address)
            expect(page.locator("[hx-trigger=load]")).to_have_count(0)
            said = page.content()
            assert [trace for trace in TRACES if trace in said] == [], address


def _where_it_stands(story: Story) -> Iterator[str]:
    yield from ("/", "/library/", _search(story.title), story.get_absolute_url())
    yield from (reverse("learning:first_path"), reverse("learning:bookmarks"))
    yield reverse("learning:arrange", args=[ReadingPath.objects.get().pk])


def _search(words: str) -> str:
    return f"/library/?q={quote(words)}"


def test_words_that_were_typed_are_not_left_without_a_question(goldseam, signed_in):
    page = signed_in(UserFactory())
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(reverse("learning:tell"))
    page.get_by_label("Title").fill(TITLE)

    page.get_by_role("link", name="Incidents").first.click()

    expect(page.get_by_label("Title")).to_have_value(TITLE)
    until(lambda: asked == ["beforeunload"], otherwise="nobody was asked")
