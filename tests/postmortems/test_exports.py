"""Files of a write-up: the same words in each, safe to open, for those who may read it."""

import base64
import hashlib
import io
import json
import re
from datetime import date
from html import unescape

import pypdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from incidents.domain.pictures import add_picture
from incidents.domain.restricting import restrict_incident
from incidents.exports.turns import AT_ONCE, take_turn
from incidents.models import Picture
from people.models import Role
from postmortems.domain.factors import add_factor
from postmortems.domain.following_up import add_follow_up, complete_follow_up
from postmortems.domain.writing import save_postmortem
from postmortems.exports import pdf as pdf_exports
from postmortems.exports import pictures as picture_exports
from postmortems.exports.document import Document, Part
from postmortems.exports.pdf import CannotBeSet, as_pdf
from tests.factories import IncidentFactory, PostmortemFactory, UserFactory

pytestmark = pytest.mark.django_db

KINDS = {
    "export_markdown": "text/markdown; charset=utf-8",
    "export_html": "text/html; charset=utf-8",
    "export_pdf": "application/pdf",
}
PROSE = """The index was **empty** from 14:02 on; `search-indexer` had *stopped*.

# What we saw

1. The graph fell
2. Nobody had an alert
   - not on lag
   - not on size

> We believed that it rebuilds itself.

```sql
SELECT count(*) FROM documents WHERE indexed_at IS NULL;
```

| time | documents |
|---|---:|
| 14:02 | 1,204 |

See [the graph](https://graphs.example.org/d/1) and <script>alert(1)</script>."""


def a_picture(incident, *, size=(40, 20), colour="navy"):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    by = UserFactory()
    return add_picture(incident, by=by, file=ContentFile(out.getvalue(), name=f"{colour}.png"))


@pytest.fixture
def told():
    """A draft with everything that there can be in one."""
    nia = UserFactory(display_name="Nia Okafor")
    incident = IncidentFactory(by=nia, is_over=True, title="Search is empty")
    postmortem = PostmortemFactory(by=nia, incident=incident)
    picture = a_picture(incident)
    save_postmortem(
        postmortem, by=nia, revision=postmortem.revision, title="Search & <nothing> “found”",
        what_happened=f"{PROSE}\n\n{picture.markdown}", impact="About 1,200 people.",
    )  # fmt: skip
    add_factor(postmortem, by=nia, kind="detection", text="Lag had *no* alert.")
    alert = add_follow_up(
        postmortem, by=nia, what="Alert on lag", kind="detection", due_on=date(2031, 4, 1),
        link="https://tracker.example.org/PAY-1",
    )  # fmt: skip
    done = add_follow_up(postmortem, by=nia, what="Note the mode", kind="documentation")
    complete_follow_up(done, by=nia)
    assert alert.is_open
    postmortem.refresh_from_db()
    return postmortem


def export(client, postmortem, name):
    return client.get(reverse(f"postmortems:{name}", args=[postmortem.pk]))


def pdf_text(content):
    reader = pypdf.PdfReader(io.BytesIO(content))
    return "\n".join(page.extract_text() for page in reader.pages).replace("\u200b", "")


WORD = re.compile(r"\w+")
# Addresses, what stands for a picture, boxes to tick, numbers of lists, names of languages.
NOT_READ = re.compile(r"!\[[^\]]*\]\([^)]*\)|(?<=\])\([^)]*\)|\[[ x]\]|^\d+\.|```\w+", re.MULTILINE)
OTHER_ADDRESS = re.compile(r'(?:src|href)="(?!data:|https://(?:graphs|tracker)\.example\.org)')


def words_of_markdown(text):
    return sorted(word.casefold() for word in WORD.findall(NOT_READ.sub("", text)))


def words_of_pdf(content):
    """The same of a PDF, without the foot of its pages and the numbers of lists."""
    pages = pdf_text(content)
    pages = re.sub(r"^.*\d+ of \d+$|^\d+\.", "", pages, flags=re.MULTILINE)
    return sorted(word.casefold() for word in WORD.findall(pages))


@pytest.mark.parametrize("name", KINDS)
def test_a_file_has_its_kind_and_a_safe_name(name, told, client_of):
    response = export(client_of(UserFactory()), told, name)

    assert response.headers["Content-Type"] == KINDS[name]
    number = told.incidents.get().reference
    ending = {"export_markdown": "md"}.get(name, name.removeprefix("export_"))
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="{number}-search-nothing-found.{ending}"'
    )
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_title_without_a_latin_letter_names_a_file_too(client_of):
    postmortem = PostmortemFactory()
    save_postmortem(postmortem, by=UserFactory(), revision=1, title="検索\r\n“/../”")

    response = export(client_of(UserFactory()), postmortem, "export_markdown")

    number = postmortem.incidents.get().reference
    assert response.headers["Content-Disposition"] == f'attachment; filename="{number}-write-up.md"'


def test_the_pdf_has_every_word_of_the_markdown(told, client_of):
    client = client_of(UserFactory())

    markdown = export(client, told, "export_markdown").content.decode()
    pdf = export(client, told, "export_pdf").content

    assert words_of_pdf(pdf) == words_of_markdown(markdown)
    assert "Alert on lag" in markdown


def test_the_html_has_every_word_of_the_markdown(told, client_of):
    client = client_of(UserFactory())

    markdown = export(client, told, "export_markdown").content.decode()
    html = export(client, told, "export_html").content.decode()

    body = html.partition("<main")[2].partition(">")[2]
    shown = unescape(re.sub(r"<[^>]*>", " ", body))
    assert sorted(word.casefold() for word in WORD.findall(shown)) == words_of_markdown(markdown)


def test_a_draft_says_that_it_is_one(told, client_of):
    client = client_of(UserFactory())

    assert "**Draft**" in export(client, told, "export_markdown").content.decode()
    assert "DRAFT" in pdf_text(export(client, told, "export_pdf").content)
    html = export(client, told, "export_html").content.decode()
    assert '<p class="eyebrow">Draft</p>' in html


def test_what_somebody_typed_is_shown_and_not_obeyed(told, client_of):
    html = export(client_of(UserFactory()), told, "export_html").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html
    assert "<title>Search &amp; &lt;nothing&gt; “found”</title>" in html


def test_the_html_needs_nothing_and_its_policy_says_so(told, client_of):
    html = export(client_of(UserFactory()), told, "export_html").content.decode()

    style = re.search(r"<style>(.*)</style>", html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src &#x27;sha256-{digest}&#x27;" in html
    assert "default-src &#x27;none&#x27;" in html
    assert re.findall(r'url\("(?!data:)', html) == []
    assert (
        re.findall(r'(?:src|href)="(?!data:|https://(?:graphs|tracker)\.example\.org)', html) == []
    )
    picture = told.incidents.get().pictures.get()
    with picture.file.open() as file:
        data = base64.b64encode(file.read()).decode()
    assert f'src="data:image/png;base64,{data}"' in html


def test_pictures_of_other_incidents_are_not_taken_along(told, client_of):
    other = a_picture(IncidentFactory(), colour="red")
    save_postmortem(
        told, by=UserFactory(), revision=told.revision, title="Search", what_happened=other.markdown
    )

    client = client_of(UserFactory())
    html = export(client, told, "export_html").content.decode()
    pdf = pypdf.PdfReader(io.BytesIO(export(client, told, "export_pdf").content))

    assert "data:image" not in html
    assert [image for page in pdf.pages for image in page.images] == []


def test_a_pdf_has_its_picture_its_title_and_its_outline(told, client_of):
    reader = pypdf.PdfReader(
        io.BytesIO(export(client_of(UserFactory()), told, "export_pdf").content)
    )

    assert reader.metadata.title == "Search & <nothing> “found”"
    assert reader.metadata["/Keywords"] == told.incidents.get().reference
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len([image for page in reader.pages for image in page.images]) == 1
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2].split("-")[0].lower()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("inter" in font for font in fonts)
    assert any("fraunces" in font for font in fonts)


def test_pictures_in_the_markdown_have_their_whole_address(told, client_of, settings):
    picture = told.incidents.get().pictures.get()

    markdown = export(client_of(UserFactory()), told, "export_markdown").content.decode()

    assert f"]({settings.SITE_URL}{picture.get_absolute_url()})" in markdown


def test_more_pictures_than_can_be_sent_are_told_by_their_names(told, monkeypatch, client_of):
    monkeypatch.setattr(picture_exports, "MOST_BYTES", 10)

    html = export(client_of(UserFactory()), told, "export_html").content.decode()
    pdf = pdf_text(export(client_of(UserFactory()), told, "export_pdf").content)

    assert "data:image" not in html
    assert "navy" in pdf
    assert Picture.objects.count() == 1


@pytest.mark.parametrize("name", KINDS)
def test_whoever_does_not_see_it_gets_no_file(name, told, client, client_of):
    restrict_incident(told.incidents.get(), by=told.authors.get())

    assert export(client_of(UserFactory()), told, name).status_code == 404
    assert export(client_of(UserFactory(role=Role.ADMIN)), told, name).status_code == 404
    assert export(client_of(told.authors.get()), told, name).status_code == 200
    assert export(client, told, name).status_code == 302


@pytest.mark.parametrize("name", ["export_html", "export_pdf"])
def test_a_few_are_made_at_once_and_then_one_waits(name, told, client_of):
    held = [take_turn() for _ in range(AT_ONCE)]

    response = export(client_of(UserFactory()), told, name)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "In a moment" in response.content.decode()
    for turn in held:
        turn.close()
    assert export(client_of(UserFactory()), told, name).status_code == 200


def test_what_cannot_be_set_is_offered_as_html(told, monkeypatch, client_of):
    monkeypatch.setattr(pdf_exports, "SECONDS", 0.001)

    response = export(client_of(UserFactory()), told, "export_pdf")

    assert response.status_code == 503
    assert reverse("postmortems:export_html", args=[told.pk]) in response.content.decode()
    monkeypatch.undo()
    assert export(client_of(UserFactory()), told, "export_pdf").status_code == 200


def test_files_of_ten_follow_ups_take_as_many_queries_as_of_one(told, client_of, queries_of):
    client = client_of(UserFactory())
    urls = [reverse(f"postmortems:{name}", args=[told.pk]) for name in KINDS]
    for_one = [queries_of(client, url) for url in urls]
    for number in range(10):
        add_factor(told, by=UserFactory(), kind="design", text=f"Factor {number}")
        owner = UserFactory()
        add_follow_up(told, by=owner, what=f"Change {number}", kind="code", owner=owner)

    assert [queries_of(client, url) for url in urls] == for_one
    assert max(for_one) <= 12


def of_text(text):
    return Document(
        title="Search", status="Draft", is_published=False, published="", published_at=None, by="",
        incidents=[], parts=[Part("impact", "Impact", 2, text, [])], follow_ups=[], corrections=[],
    )  # fmt: skip


HARD = {
    "code of the typesetter": '#read("/etc/passwd") #import "@preview/cetz:0.1.0" $x$ \\ _ @a <b>',
    "a word without an end": "x" * 20_000,
    "nested lists": "\n".join(f"{'  ' * depth}- {depth}" for depth in range(80)),
    "nested quotes": "> " * 60 + "x",
    "nested marks": "*a **b " * 300,
    "a wide table": f"|{'h|' * 60}\n|{'-|' * 60}\n|{'v|' * 60}",
    "an empty table cell": "| a | b |\n|---|---|\n| | |",
    "an empty list": "-\n-\n",
    "a long piece of code": "```\n" + "line\n" * 3000 + "```",
    "many lines": "one line\n\n" * 5000,
    "letters of other scripts": "山田 שלום مرحبا 🚀 \u202e x",
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD.keys())
def test_hard_texts_are_set(text):
    assert as_pdf(of_text(text), {}).startswith(b"%PDF")


def test_a_text_is_never_code():
    said = pdf_text(as_pdf(of_text(HARD["code of the typesetter"]), {}))

    assert '#read("/etc/passwd")' in said
    assert "root:" not in said


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet="ab \n#*_`~>-1.|[]()!\\\"'<$@é", max_size=200))
def test_whatever_is_typed_can_be_set(text):
    assert as_pdf(of_text(text), {}).startswith(b"%PDF")


def test_the_typesetter_says_what_it_could_not_do(monkeypatch):
    monkeypatch.setattr(pdf_exports, "_as_values", lambda *_told: json.loads("{}"))

    with pytest.raises(CannotBeSet, match="title"):
        as_pdf(of_text("x"), {})
