import pytest

from people.markdown import render, render_line


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
        ("~~was~~", "<p><s>was</s></p>\n"),
        ("---", "<hr>\n"),
        ("", ""),
    ],
)
def test_render_makes_what_people_type_into_html(text, html):
    assert render(text) == html


def test_render_lowers_headings_below_that_of_the_page():
    assert render("# One\n\n###### Six") == "<h2>One</h2>\n<h6>Six</h6>\n"


def test_render_makes_code_reachable_from_the_keyboard():
    assert render("```sql\nselect 1 < 2\n```") == (
        '<pre tabindex="0"><code>select 1 &lt; 2\n</code></pre>\n'
    )


def test_render_keeps_tables_aligned_without_styles():
    html = render("| a | b |\n| --- | ---: |\n| 1 | 2 |")

    assert '<td align="right">2</td>' in html
    assert "style" not in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="/x" onclick="alert(1)">x</a>',
        "a <b>c</b>",
        "<details open ontoggle=alert(1)>",
        "<!-- a comment -->",
        "`<script>alert(1)</script>`",
        "    <script>alert(1)</script>",
    ],
)
def test_render_shows_raw_html_instead_of_obeying_it(text):
    html = render(text)

    assert "&lt;" in html
    for tag in ("<script", "<img", "<a", "<b>", "<details", "<!--"):
        assert tag not in html


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#115;cript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
    ],
)
def test_render_makes_no_link_to_what_could_run(address):
    assert "href" not in render(f"[see]({address})")
    assert "href" not in render(f"![see]({address})")
    assert "href" not in render(f"<{address}>")


@pytest.mark.parametrize(
    ("text", "href", "words"),
    [
        ("[see](https://example.com/a)", "https://example.com/a", "see"),
        ("<https://example.com/a>", "https://example.com/a", "https://example.com/a"),
        ("https://example.com/a", "https://example.com/a", "https://example.com/a"),
        ("[write](mailto:a@example.com)", "mailto:a@example.com", "write"),
        ("![a chart](https://example.com/c.png)", "https://example.com/c.png", "a chart"),
        (
            "![](https://example.com/c.png)",
            "https://example.com/c.png",
            "https://example.com/c.png",
        ),
        ("[room](/incidents/INC-1/)", "/incidents/INC-1/", "room"),
    ],
)
def test_render_marks_links_and_loads_no_images(text, href, words):
    assert render(text) == f'<p><a href="{href}" rel="nofollow noopener">{words}</a></p>\n'


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.com/a.", "https://example.com/a"),
        ("(https://example.com/a)", "https://example.com/a"),
        ("https://example.com/a_(b), then", "https://example.com/a_(b)"),
        ("at https://example.com/?a=1&b=2 now", "https://example.com/?a=1&amp;b=2"),
        ("**https://example.com/a**", "https://example.com/a"),
    ],
)
def test_render_ends_a_bare_address_where_the_sentence_goes_on(text, address):
    assert f'<a href="{address}" rel="nofollow noopener">{address}</a>' in render(text)


def test_render_puts_no_link_into_a_link():
    html = render(
        "[![chart](https://example.com/c.png) https://example.com/d](https://example.com)"
    )

    assert html.count("<a ") == 1
    assert "chart" in html


def test_render_leaves_addresses_in_code_alone():
    assert "<a" not in render("`https://example.com`\n\n```\nhttps://example.com\n```")


def test_render_survives_deep_and_broken_text():
    assert render(">" * 5000 + "x" + "[" * 5000 + "*" * 5000)


def test_a_line_has_emphasis_and_code_and_no_blocks():
    assert render_line("**Alert** on `lag`, see https://example.com") == (
        "<strong>Alert</strong> on <code>lag</code>, see "
        '<a href="https://example.com" rel="nofollow noopener">https://example.com</a>'
    )
    assert render_line("# Not a heading\n- nor a list") == "# Not a heading<br>\n- nor a list"


def test_a_line_shows_html_and_does_not_obey_it():
    assert "<script" not in render_line("<script>alert(1)</script>")


def test_what_scrolls_sideways_can_be_reached_from_the_keyboard():
    assert '<table tabindex="0">' in render("| a |\n| - |\n| 1 |")
    assert '<pre tabindex="0">' in render("    code")
