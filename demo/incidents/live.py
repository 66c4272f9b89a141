"""What is going on at Larkspur right now."""

from demo.incidents.shape import (
    Answer,
    AskForHelp,
    BeginRepair,
    HandOver,
    Join,
    KindNote,
    Linked,
    Move,
    Note,
    Progress,
    Task,
    Tick,
    Told,
    Update,
    UseTool,
)

LOYALTY_STAMPS = Told(
    key="loyalty-stamps",
    title="Loyalty stamps missing on some orders",
    filed_by="samira",
    days_ago=1,
    at="13:05",
    started_before=155,
    noticed_before=12,
    severity="minor",
    undo="roll_back_and_repair",
    services=["card-gateway"],
    details="Four cafés say the stamp card in the app has not moved since this morning. "
    "Paying works.",
    steps=[
        Join(1, "samira", "lead"),
        Note(3, "samira", "Orders are paid and settled. Only the stamp is missing."),
        Join(6, "tom"),
        Note(
            9,
            "tom",
            "The event was renamed this morning, from `order.paid` to `order.settled`. I think the "
            "stamp counter still listens for the old name. Checking.",
        ),
        Note(
            16,
            "tom",
            "Yes, it does. The counter is not in our repository, so the search for the old name "
            "came back empty.",
            key=True,
        ),
        Join(18, "jo"),
        Move(24, "samira", "mitigating"),
        Note(
            25,
            "jo",
            "We can send both names for now. That way nobody has to hurry, and no till has to "
            "restart.",
        ),
        Note(
            41,
            "tom",
            "Both names have been going out for two minutes. New orders get a stamp.",
            key=True,
        ),
        Answer(42, "samira", {"cafes-affected": 4, "region": "Europe"}),
        Update(
            44,
            "samira",
            "New orders get their stamp again. About 640 orders from before that have none yet.",
            "Tom and Jo are preparing a job that adds the missing stamps tonight, when the counter "
            "is quiet.",
        ),
        Move(
            58,
            "samira",
            "monitoring",
            "Nothing more to do until the job has run. We look again in the morning and count.",
        ),
        Note(
            171,
            "jo",
            "Dry run: 638 orders, 638 stamps, nobody gets two. Tom read the SQL, I read it after "
            "him. It runs at 02:00 UTC.",
        ),
    ],
)
"""Its reassurance is asked for today, by `load`, so that the thirty minutes have just begun."""

CARD_PAYMENTS = Told(
    key="card-payments",
    title="Card payments declined for some customers",
    filed_by="nia",
    minutes_ago=38,
    started_before=14,
    noticed_before=3,
    severity="major",
    undo="roll_back_and_repair",
    services=["ledger-writer"],
    steps=[
        Join(2, "priya", "communications"),
        Note(
            2.5,
            "priya",
            "Support sees a rise in “card declined” chats. People use this: that is how we "
            "noticed.",
            written_after=4,
        ),
        Update(
            5,
            "nia",
            "Some card payments are declined although the customer has enough. It began about "
            "twenty minutes ago. Not every café, not every card.",
            "Comparing declined and accepted payments.",
            next_in=15,
            public="Some card payments are declined although there is enough on the card. "
            "We are looking into it. Cash and gift cards work as ever.",
        ),
        AskForHelp(
            8,
            "nia",
            "the bad rows. I think this is from the batching change that went out just before.",
            taken_by="samira",
            taken_after=2,
        ),
        HandOver(11, "nia", "samira", "I carry on with the rows."),
        Note(
            12,
            "samira",
            "A batch looks up the account once, for its first row. The other rows in the batch get "
            "the same account. That fits what Nia sees.",
            at_first="A batch looks up the account once, for its first row. The other rows get the "
            "same.",
        ),
        Linked(13, "samira", "stale-accounts", "happened_again"),
        KindNote(
            14,
            "ines",
            "nia",
            "You opened it within minutes and you said out loud what you suspected, which is most "
            "of what anybody can do on a day like this. Mine was eleven thousand accounts, on "
            "a Tuesday, and Samira sat next to me then as well. The money is all there; it has the "
            "wrong label on it for an hour. I am around all day. Call me, or do not call me and "
            "eat something.",
        ),
        UseTool(15, "samira", "shipper rollback ledger-writer"),
        Move(15.2, "samira", "mitigating"),
        Update(
            20,
            "priya",
            "Rolled back ledger-writer and declines are falling. Around 1,200 rows written in the "
            "half hour before still point at the wrong account and are being repaired.",
            "Nia and Samira scope the rows and do a dry run. Support has a text for cafés.",
            "Nothing for now. If a café shows you a declined card, send us the time.",
            next_in=30,
            public="Card payments go through again. Some payments of the last half hour are "
            "still shown under the wrong account. No money is lost, and we are putting "
            "the entries right.",
        ),
        BeginRepair(
            21,
            "nia",
            "Rows that were written in batches point at the account of the first row in the batch.",
            "Rows of the half hour whose account is not the one of their payment:\n\n"
            "```sql\nSELECT entries.id FROM entries JOIN payments USING (payment_id)\n"
            "WHERE entries.account_id <> payments.account_id;\n```",
            "`iterate entries --job fix-rows`, in batches of 50, from the copy.",
            pairs="samira",
        ),
        Tick(21.5, "nia", "scope", "One query, read aloud.", rows=1204),
        Tick(21.8, "samira", "stop_writes", "The rollback did that."),
        Task(22, "priya", "Tell the cafés that asked when their rows are right", "priya"),
        Task(22, "priya", "Ask support for three orders that they can check with us"),
        Tick(22.4, "nia", "copy", "In `entries_before_repair`.", rows=1204),
        Tick(23, "nia", "dry_run", "Every row has exactly one right account.", rows=1204),
        Tick(24, "samira", "check", "Read the query before, and the output after."),
        Tick(24.5, "nia", "run", "One row a second, on purpose. Spot checks look right."),
        Answer(
            26,
            "priya",
            {
                "cafes-affected": 41,
                "region": "Europe",
                "support-ticket": "https://support.larkspur.example/cases/20418",
            },
        ),
        Progress(29, "nia", 271),
        Progress(33, "nia", 530),
        Progress(37.5, "nia", 812),
    ],
)

LATE_CONFIRMATIONS = Told(
    key="late-confirmations",
    title="Order confirmations seem to arrive late",
    filed_by="mateo",
    minutes_ago=9,
    started_before=12,
    noticed_before=4,
    services=["post-room"],
    details="My own test order took six minutes to confirm. It may be only me.",
    steps=[
        Join(2, "lucia"),
        Note(
            3,
            "lucia",
            "Not only you. 14,000 messages in the queue and slowly more. At this hour it is "
            "usually under 500.",
        ),
        Linked(4, "lucia", "late-codes"),
        Join(4.5, "hana"),
        Note(
            5,
            "hana",
            "Two cafés in Osaka asked about it as well. Nobody is stuck: the order shows up on "
            "the till.",
        ),
        Note(
            7,
            "lucia",
            "Could be the mail provider, could be us. Looking at both. If sign-in codes are late "
            "too, this is bigger than it looks.",
        ),
        AskForHelp(
            7.5,
            "mateo",
            "telling whether sign-in codes wait in the same queue",
        ),
    ],
)

INCIDENTS = [LOYALTY_STAMPS, CARD_PAYMENTS, LATE_CONFIRMATIONS]
