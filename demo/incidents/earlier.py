"""What happened at Larkspur in the months before, and once years ago."""

from demo.incidents.shape import (
    AskForHelp,
    HandOver,
    Join,
    Move,
    Note,
    Resolve,
    Size,
    Told,
    Update,
)

DOUBLED_LEDGER = Told(
    key="doubled-ledger",
    title="Ledger rows written twice around midnight",
    filed_by="ines",
    days_ago=760,
    at="00:20",
    started_before=22,
    noticed_before=5,
    severity="critical",
    undo="roll_back_and_repair",
    mode="record",
    services=["ledger-writer"],
    details="From before we kept incidents here. Put together from the chat of that night and the "
    "story that Ines wrote about it.",
    steps=[
        Note(2, "ines", "Customers see yesterday’s coffees twice. My backfill ran a second time."),
        Join(4, "samira"),
        Note(6, "samira", "Read-only is on, nothing new is written. Sitting with Ines."),
        Note(
            19,
            "samira",
            "The rows of the second run all carry the new date. So we can tell them apart.",
            key=True,
        ),
        Join(21, "jo"),
        Note(33, "jo", "Copy of the table made. Dry run lists 11,046 people, spot checks agree."),
        Note(41, "jo", "The row iterator is taking out the second rows, oldest account first."),
        Note(
            81,
            "samira",
            "Done in 40 minutes. Sums agree with the night before, to the cent.",
            key=True,
        ),
        Note(
            95,
            "samira",
            "Every balance is right again and writing is back on.",
            key=True,
        ),
    ],
)

LATE_CODES = Told(
    key="late-codes",
    title="Sign-in codes arrive after they have expired",
    filed_by="lucia",
    days_ago=97,
    at="16:05",
    started_before=48,
    noticed_before=7,
    severity="major",
    undo="fix_forward",
    services=["post-room"],
    steps=[
        Note(
            4,
            "lucia",
            "Codes live for five minutes. At the moment they take eleven. People ask for another "
            "one, which makes the queue longer.",
        ),
        Join(6, "jo"),
        Join(7, "lucia", "lead"),
        Join(8, "ruth", "communications"),
        Update(
            10,
            "ruth",
            "Signing in with a code does not work for most people. Those who are signed in are "
            "fine, tills are fine.",
            "Looking for what fills the queue.",
            next_in=30,
        ),
        Note(
            14,
            "jo",
            "The newsletter, 180,000 of it, one queue for everything, first come first served.",
            key=True,
        ),
        Note(17, "jo", "`post-room hold --template newsletter`"),
        Move(17.5, "jo", "mitigating"),
        Note(
            24,
            "lucia",
            "Newsletter is held. The codes behind it still have to come through. Three minutes "
            "now.",
        ),
        Note(33, "lucia", "Codes take two seconds. I just signed in with one.", key=True),
        Move(35, "ruth", "monitoring", "The newsletter goes on tonight, 50 a second."),
        Resolve(
            88,
            "ruth",
            "Codes arrive at once, support has no new questions. The newsletter can wait, it is "
            "about mugs.",
        ),
    ],
)

EMPTY_SEARCH = Told(
    key="empty-search",
    title="Every search comes back empty",
    filed_by="nia",
    days_ago=78,
    at="11:12",
    started_before=4,
    noticed_before=1,
    severity="critical",
    undo="roll_back",
    services=["discover"],
    details="I think it is my change. I am new and I do not know how to put it back.",
    steps=[
        Join(1, "adaeze", "lead"),
        Note(
            1.5,
            "adaeze",
            "You are in the right place, and this one goes back with one command. I paste it here "
            "and we press it together.",
        ),
        Note(3, "adaeze", "`shipper rollback discover`"),
        Move(3.2, "adaeze", "mitigating"),
        Note(
            5,
            "nia",
            "It is coming back, node after node. Four of nine. Nine of nine.",
            key=True,
        ),
        Update(
            7,
            "adaeze",
            "Search was empty for everyone for about nine minutes and works again.",
            "Watching for a while before we call it done.",
            next_in=30,
        ),
        Note(
            16,
            "priya",
            "The new setting means “show only what is in stock near you”. Without a place it means "
            "“near nothing”. The tests all have a place.",
        ),
        Move(18, "adaeze", "monitoring"),
        Resolve(
            41, "adaeze", "Search is well, and the setting is switched off until it has a place."
        ),
    ],
)

EARLY_POST = Told(
    key="early-post",
    title="“Your coffee is on its way” sent to people whose coffee is not",
    filed_by="jo",
    days_ago=66,
    at="06:48",
    started_before=18,
    noticed_before=2,
    severity="major",
    undo="irreversible",
    services=["post-room", "clockwork"],
    steps=[
        Join(1, "jo", "lead"),
        Note(2, "jo", "`post-room hold all`"),
        Move(2.2, "jo", "mitigating"),
        Note(
            3,
            "jo",
            "Everything is held. 8,412 have left. Held includes sign-in codes, so this cannot stay "
            "for long.",
            key=True,
        ),
        Join(6, "marek"),
        Join(9, "adaeze", "communications"),
        Note(11, "marek", "`post-room hold --template shipped`"),
        Note(12, "marek", "Only the shipping mail is held now, codes go out again.", key=True),
        Update(
            15,
            "adaeze",
            "8,412 people were told this morning that their coffee is on its way. For most of "
            "them it leaves later this week. Nothing was charged and nothing was sent.",
            "Writing to them. Support has an answer ready.",
            next_in=60,
        ),
        Note(
            28,
            "marek",
            "The job asks for orders “not yet told”. A migration set that column empty last night, "
            "so nobody had been told, ever.",
        ),
        Note(
            47,
            "adaeze",
            "The mail to them is three sentences: what we sent, what is true, when the coffee "
            "comes. No voucher, it would only make it longer.",
        ),
        Move(
            66,
            "adaeze",
            "monitoring",
            "The second mail is out. 212 answers so far, mostly friendly.",
        ),
        Resolve(
            180,
            "jo",
            "The column is filled again from the log of sent mail, and the job has run once with "
            "somebody watching.",
        ),
    ],
)

STALE_ACCOUNTS = Told(
    key="stale-accounts",
    title="Refunds go to a card that was replaced",
    filed_by="samira",
    days_ago=55,
    at="14:22",
    started_before=31,
    noticed_before=4,
    severity="minor",
    undo="roll_back",
    services=["ledger-writer"],
    steps=[
        Join(1, "samira", "lead"),
        Note(
            2,
            "samira",
            "The account lookup answers from its own memory. A card that was replaced in the last "
            "hour is still the old card.",
        ),
        Note(5, "samira", "`shipper rollback ledger-writer`"),
        Move(5.2, "samira", "mitigating"),
        Note(
            6,
            "samira",
            "Rolled back, new refunds go to the new card. That took six minutes.",
            key=True,
        ),
        Join(11, "ines"),
        Note(
            17,
            "ines",
            "Nine refunds are on their way to old cards. The bank sends them on by itself, I "
            "called to be sure.",
        ),
        Resolve(40, "samira", "Nine people get their money a day later, we wrote to all nine."),
    ],
)

CARD_CERTIFICATE = Told(
    key="card-certificate",
    title="No card payments anywhere",
    filed_by="wiremu",
    days_ago=44,
    at="05:03",
    started_before=3,
    noticed_before=1,
    severity="critical",
    undo="fix_forward",
    services=["card-gateway"],
    details="All tills, all processors. Cash works.",
    steps=[
        Join(1, "wiremu", "lead"),
        Note(
            2,
            "wiremu",
            "The processor refuses our connection before it says anything about a card. So it is "
            "the connection, not the payment.",
        ),
        Join(3, "ines", "communications"),
        Note(
            5,
            "wiremu",
            "Our client certificate ran out at 05:00. The one on disk is fine. The gateway reads "
            "it once, when it starts, and that was 90 days ago.",
            key=True,
        ),
        Update(
            7,
            "ines",
            "No café can take cards. We know what it is: a certificate that has run out.",
            "The new certificate is there, the gateway has to be started again to see it.",
            "Somebody who has restarted the gateway at breakfast time before.",
            next_in=15,
        ),
        AskForHelp(
            8,
            "wiremu",
            "a second opinion. Restarting all of it at once drops payments in flight. There are "
            "none at the moment, I think.",
            taken_by="samira",
            taken_after=3,
        ),
        Note(
            13,
            "samira",
            "There are none, I looked as well. Going zone by zone all the same, it costs two "
            "minutes.",
        ),
        Move(14, "wiremu", "mitigating"),
        Note(17, "wiremu", "First zone takes cards.", key=True),
        Note(21, "wiremu", "All three zones take cards.", key=True),
        Update(
            23,
            "ines",
            "Cards work everywhere again. They did not for 24 minutes, at breakfast time in half "
            "of Europe.",
            "Checking how many certificates are read only at the start.",
            next_in=60,
        ),
        Move(24, "wiremu", "monitoring"),
        HandOver(31, "wiremu", "samira"),
        Note(33, "samira", "Wiremu was on his way home when it began. Thank you. I have it."),
        Resolve(
            75,
            "samira",
            "An hour of ordinary mornings. The two other certificates of this kind are good for "
            "another year.",
        ),
    ],
)

JOBS_TWICE = Told(
    key="jobs-twice",
    title="Nightly jobs ran twice, payouts to cafés among them",
    filed_by="marek",
    days_ago=33,
    at="06:15",
    started_before=255,
    noticed_before=20,
    undo="roll_back_and_repair",
    services=["clockwork", "ledger-writer"],
    details="The old scheduler was told to stop. It came back with the nightly restart of its "
    "machine.",
    steps=[
        Note(3, "marek", "`systemctl disable --now scheduler`"),
        Note(4, "marek", "The old one is off, for good this time. 31 jobs ran twice last night."),
        Join(5, "marek", "lead"),
        Join(6, "jo"),
        Join(10, "ines", "communications"),
        Note(
            15,
            "jo",
            "28 of the 31 have a run key, so the second run did nothing. Left over: a report, the "
            "renewal reminder, and the payouts.",
            key=True,
        ),
        Size(16, "ines", "critical"),
        Update(
            18,
            "ines",
            "312 cafés have two payouts for the same day. The bank has them and books at 09:00. "
            "Customers are not affected.",
            "Calling the bank to stop the second file.",
            "A list of the second payouts before eight.",
            next_in=30,
        ),
        Move(24, "marek", "mitigating"),
        Note(43, "jo", "List of 312, checked against the first run by Marek. Sent to the bank."),
        Note(
            62,
            "ines",
            "The bank has stopped 309. Three go to another bank and have been booked already.",
            key=True,
        ),
        Update(
            65,
            "ines",
            "309 of 312 second payouts were stopped. We write to the other three cafés ourselves.",
            next_in=120,
        ),
        Move(70, "jo", "monitoring"),
        Note(
            140,
            "ines",
            "Two of the three have sent it back already. The third keeps it until their next "
            "payout, which is fair.",
        ),
        Resolve(
            190,
            "jo",
            "Ledger and bank agree. The machine of the old scheduler is switched off and has a "
            "label on it.",
        ),
    ],
)

INCIDENTS = [
    DOUBLED_LEDGER,
    LATE_CODES,
    EMPTY_SEARCH,
    EARLY_POST,
    STALE_ACCOUNTS,
    CARD_CERTIFICATE,
    JOBS_TWICE,
]
