"""The parts of a write-up."""

from django.utils.translation import gettext_lazy as _

# The sections in the order in which they are read, each a Markdown column.
SECTIONS = {
    "what_happened": _("What happened"),
    "impact": _("Impact"),
    "what_made_it_possible": _("What made it possible"),
    "what_went_well": _("What went well"),
    "where_we_were_lucky": _("Where we were lucky"),
    "what_surprised_us": _("What surprised us"),
    "what_we_know_now": _("What we know now"),
    "how_it_behaves": _("How our code really behaves"),
    "how_to_find_it": _("How to find such a problem"),
    "how_we_noticed": _("How people noticed"),
    "what_would_soften_it": _("What would catch it or soften it next time"),
}

# Sections that are read under the heading of another one.
PARTS = {
    "what_we_know_now": (
        "how_it_behaves",
        "how_to_find_it",
        "how_we_noticed",
        "what_would_soften_it",
    ),
}

# The five questions of the short form. Whatever it does not ask is still there.
SHORT = {
    "what_happened": _("What happened?"),
    "impact": _("Who felt it?"),
    "what_made_it_possible": _("What made it possible?"),
    "what_went_well": _("What helped?"),
    "what_we_know_now": _("What do we know now?"),
}

# A line over each box. The last four are the questions that experience asks.
PROMPTS = {
    "what_happened": _("In order, as it looked at the time. What could people see just then?"),
    "impact": _("Who felt it, how, and for how long? Rough numbers are fine."),
    "what_made_it_possible": _("What had to be true for it to happen? There is never only one."),
    "what_went_well": _("What helped, so that we keep it?"),
    "where_we_were_lucky": _("What could have made it worse, and did not this time?"),
    "what_surprised_us": _("Where was the system unlike the picture we had of it?"),
    "what_we_know_now": _("In a line or two. The four questions below have boxes of their own."),
    "how_it_behaves": _("What did we believe of it before, and what does it do?"),
    "how_to_find_it": _("Which query, graph or log line shows it, to somebody who meets it anew?"),
    "how_we_noticed": _("A person, an alert, a customer? How long did that take?"),
    "what_would_soften_it": _("A test, a limit, an alert, a switch: what would make it small?"),
}
