"""The last few weeks at Larkspur."""

from demo.incidents.shape import (
    Answer,
    AskForHelp,
    Join,
    KindNote,
    Move,
    Note,
    Resolve,
    StandDown,
    Told,
    Update,
)

SLOW_SUGGESTIONS = Told(
    key="slow-suggestions",
    title="Suggestions take eight seconds on some searches",
    filed_by="mateo",
    days_ago=22,
    at="15:20",
    started_before=95,
    noticed_before=10,
    severity="minor",
    undo="roll_back",
    services=["discover"],
    details="Copy a line out of a menu, name and spaces and price, and paste it. Typed by hand it "
    "is fine.",
    steps=[
        Join(1, "mateo", "lead"),
        Join(4, "adaeze"),
        Note(
            6,
            "adaeze",
            "One core at 100% on every node, the others bored. That looks like a pattern match "
            "going round and round.",
        ),
        Note(9, "mateo", "`flags off discover.suggestions`"),
        Move(9.5, "mateo", "mitigating"),
        Note(
            10,
            "mateo",
            "Suggestions are off. Search is quick again. People press Enter, as they did last "
            "year.",
            key=True,
        ),
        Note(
            31,
            "mateo",
            "Found it: the pattern that trims double spaces tries every way to split a run of "
            "spaces. Three spaces are fine, twenty-five are not.",
        ),
        Note(
            48, "mateo", "Replaced by a plain split on spaces. On one node, looks good.", key=True
        ),
        Move(55, "adaeze", "monitoring", "On all nodes, suggestions back on for one in ten."),
        Resolve(
            96,
            "mateo",
            "Suggestions are on for everyone and answer in 40 ms. The pattern is gone.",
        ),
    ],
)

OPENING_HOURS = Told(
    key="opening-hours",
    title="Opening hours an hour off for one chain of cafés",
    filed_by="hana",
    days_ago=18,
    at="07:50",
    started_before=260,
    noticed_before=30,
    severity="minor",
    undo="fix_forward",
    services=["discover"],
    steps=[
        Join(7, "priya", "lead"),
        Note(
            11,
            "priya",
            "The chain sent its hours with a Z at the end, so we read them as UTC. Their list is "
            "right, our reading is right, and together they are an hour off.",
        ),
        Move(15, "priya", "mitigating"),
        Note(29, "hana", "Corrected by hand for all 23 cafés. Screens are right again.", key=True),
        Resolve(
            52,
            "hana",
            "Hours are right. The import now asks which zone a chain means when it sends a Z.",
        ),
    ],
)

QUIET_DASHBOARD = Told(
    key="quiet-dashboard",
    title="Payments dashboard says zero payments since midnight",
    filed_by="hana",
    days_ago=15,
    at="00:26",
    started_before=26,
    noticed_before=2,
    severity="major",
    services=["card-gateway", "ledger-writer"],
    details="I am not sure this is real. My own test payment worked.",
    steps=[
        Join(3, "wiremu", "lead"),
        Note(4, "wiremu", "Thank you for not waiting. Looking at the raw events now."),
        Note(
            8,
            "wiremu",
            "The payments are there, about as many as on any night. It is the dashboard that does "
            "not see them.",
            key=True,
        ),
        Note(
            12,
            "hana",
            "The dashboard has a filter on the date, and it keeps the day on which it was opened. "
            "Mine has been open since yesterday.",
        ),
        Note(
            14,
            "wiremu",
            "That explains it. Mine does the same, I never keep it open that long. We take that "
            "filter out.",
        ),
        StandDown(
            17,
            "wiremu",
            "Payments were fine the whole time. Opening this was right: it is how we find out on "
            "the nights when it is real. And the dashboard gets better.",
        ),
        KindNote(
            425,
            "adaeze",
            "hana",
            "I read along over my breakfast. You were not sure, and you said that you were not "
            "sure, and you opened it anyway. Please keep all three.",
        ),
    ],
)

MAIL_EXERCISE = Told(
    key="mail-exercise",
    title="Practice: the mail queue does not stop growing",
    filed_by="ruth",
    days_ago=12,
    at="14:00",
    severity="critical",
    undo="irreversible",
    mode="practice",
    services=["post-room"],
    details="A practice hour for Nia and Mateo, with Ruth playing everybody else.",
    steps=[
        Join(1, "nia", "lead"),
        Join(1.5, "mateo"),
        Note(
            4,
            "nia",
            "First thing I want to know is whether what is in there is wanted. Mateo looks at ten "
            "messages.",
        ),
        Note(7, "mateo", "Same newsletter, ten times, to the same address. Not wanted."),
        Note(9, "nia", "`post-room hold --template newsletter`"),
        Move(9.5, "nia", "mitigating"),
        Update(
            12,
            "nia",
            "The newsletter is held. About 300 people have had it more than once.",
            "Finding out why it repeats. Nothing else is held, sign-in codes go out.",
            next_in=30,
        ),
        Note(
            21,
            "ruth",
            "Playing support now: “Do we write to the 300?” There is no right answer to this one. "
            "Talk it through.",
        ),
        Note(27, "mateo", "We decided on one short mail to the 300 and no joke in it."),
        Resolve(
            41,
            "nia",
            "Queue is at its usual size. What we take with us: holding one template is nearly "
            "always enough, and neither of us knew that it existed.",
        ),
    ],
)

INDEX_LAG = Told(
    key="index-lag",
    title="Search index lagged for three hours",
    filed_by="priya",
    days_ago=8,
    at="09:10",
    started_before=35,
    noticed_before=6,
    severity="major",
    undo="roll_back",
    services=["search-indexer", "discover"],
    details="New coffees from this morning do not turn up in search.",
    steps=[
        Join(5, "adaeze", "lead"),
        Note(
            8,
            "priya",
            "The indexer is up and says it is healthy. Its queue has 410,000 changes waiting.",
        ),
        Join(12, "marek"),
        Note(
            19,
            "marek",
            "Each batch takes longer than the broker waits for a sign of life. So it is sent "
            "again, and we start over with the same batch.",
            key=True,
        ),
        Update(
            22,
            "adaeze",
            "Search works. What changed in the catalogue this morning is missing, and sold-out "
            "coffees can still be found.",
            "Going back to the small batches.",
            next_in=60,
        ),
        Note(27, "priya", "`shipper rollback search-indexer`"),
        Move(27.5, "priya", "mitigating"),
        Note(
            30,
            "priya",
            "Rolled back. It commits again, 60 changes a second. At that speed it needs two hours "
            "to catch up.",
            key=True,
        ),
        Note(
            44,
            "adaeze",
            "We could rebuild from the snapshot instead, 50 minutes. Or wait. Nobody is stuck and "
            "I would rather not move two things at once. Waiting.",
        ),
        Move(88, "adaeze", "monitoring", "Half way through the queue."),
        Update(
            90,
            "adaeze",
            "Half of this morning’s changes are in. The rest follows within the hour.",
            next_in=60,
        ),
        Answer(150, "priya", {"cafes-affected": 310, "region": "Everywhere"}),
        Resolve(
            151,
            "priya",
            "The queue is empty and new coffees turn up within seconds. Nothing was lost, "
            "everything was late.",
        ),
    ],
)

GIFT_CARDS = Told(
    key="gift-cards",
    title="Gift cards could be spent twice within a second",
    filed_by="ines",
    days_ago=6,
    at="10:42",
    started_before=1440,
    noticed_before=25,
    severity="major",
    undo="roll_back_and_repair",
    services=["ledger-writer", "card-gateway"],
    details="A café owner wrote to us: her till beeped twice and the card had been charged once.",
    steps=[
        Join(2, "samira", "lead"),
        Note(
            9,
            "samira",
            "Two requests a few milliseconds apart both read the balance before either has written "
            "it. I can make it happen on staging one time in five.",
            key=True,
        ),
        Join(14, "nia"),
        Move(20, "samira", "mitigating"),
        Note(
            22,
            "samira",
            "Rolled back to the release from the day before yesterday, with the lock on the "
            "balance. Cannot make it happen any more.",
            key=True,
        ),
        Update(
            26,
            "ines",
            "Gift cards are safe to use. Since yesterday morning some were spent twice.",
            "Nia looks for pairs of payments that share a card and a moment.",
            "Finance would like a number before the night run.",
            next_in=60,
        ),
        Note(
            51,
            "nia",
            "61 pairs. 44 are people who really bought two coffees, so they stay. 17 need a "
            "correction, 212 euros in all.",
        ),
        AskForHelp(
            55,
            "nia",
            "telling two coffees from one coffee charged twice. I went by the till’s own number "
            "and would like somebody to doubt it.",
            taken_by="jo",
            taken_after=6,
        ),
        Note(
            78,
            "jo",
            "I doubted it for a quarter of an hour and it holds. The till number is counted up by "
            "the till itself.",
        ),
        Move(
            84,
            "ines",
            "monitoring",
            "We carry the 17 corrections ourselves, the cafés keep what they have.",
        ),
        Answer(127, "ines", {"cafes-affected": 96, "region": "Americas"}),
        Resolve(
            128,
            "samira",
            "Corrections are booked and checked, finance has the list. No café loses anything.",
        ),
    ],
)

WRONG_CAFE_NAMES = Told(
    key="wrong-cafe-names",
    title="Receipts show the name of another café",
    filed_by="nia",
    days_ago=2,
    at="11:35",
    started_before=70,
    noticed_before=9,
    severity="major",
    undo="irreversible",
    services=["post-room", "card-gateway"],
    details="Amounts are right. The name and address at the top are somebody else’s.",
    steps=[
        Join(1, "nia", "lead"),
        Join(3, "jo"),
        Note(
            5,
            "jo",
            "We have kept café addresses in a cache since last week. The key is the number of the "
            "till, and two chains count their tills from 1.",
        ),
        Note(8, "jo", "`post-room hold --template receipt`"),
        Move(8.5, "nia", "mitigating"),
        Note(
            9,
            "jo",
            "Receipts are held. 2,310 have left already and those we cannot call back.",
            key=True,
        ),
        Join(13, "adaeze", "communications"),
        Update(
            15,
            "adaeze",
            "Since this morning 2,310 receipts went out under the name of another café. Amounts "
            "and cards are right. No more are going out.",
            "Correcting the key of the cache. Writing a short mail to go with corrected receipts.",
            "Somebody from finance to read the mail with us, please.",
            next_in=60,
        ),
        Note(
            38,
            "nia",
            "The key now has the chain in it. I printed fifty receipts from two chains and read "
            "every one.",
            key=True,
        ),
        Move(52, "jo", "monitoring", "Receipts are going out again, slowly at first."),
        Note(
            75,
            "adaeze",
            "Corrected receipts are on their way, with two sentences and no small print. Finance "
            "says the first ones count as void.",
        ),
        KindNote(
            80,
            "ines",
            "nia",
            "Fifty receipts, read one by one. I saw that. You ran your first big one, and it was a "
            "calm room to be in.",
            answer="I had been holding my breath, I think. Thank you for saying that you saw.",
        ),
        Answer(103, "nia", {"cafes-affected": 12, "region": "Asia and Pacific"}),
        Resolve(
            104,
            "nia",
            "Every receipt has the right name, the 2,310 people have a corrected one.",
        ),
    ],
)

INCIDENTS = [
    SLOW_SUGGESTIONS,
    OPENING_HOURS,
    QUIET_DASHBOARD,
    MAIL_EXERCISE,
    INDEX_LAG,
    GIFT_CARDS,
    WRONG_CAFE_NAMES,
]
