"""What Larkspur wrote down afterwards. The prose is in the files beside this one."""

from demo.write_ups.shape import Correction, Debrief, FollowUp, Round, Skipped, Thread, WriteUp

# These are asked about today.
WITH_AND_WITHOUT_A_PLACE = "Test customers come with and without a place"
DRILL_AT_NIGHT = "A drill once a quarter: stop the lane for codes, and see who notices"

WRITE_UPS = [
    WriteUp(
        "doubled-ledger",
        author="ines",
        begun=758,
        factors=[
            ("design", "The key of the backfill contained the date on which it runs."),
            (
                "documentation",
                "The comment said “safe to run twice” and did not say in which sense.",
            ),
            ("testing", "All tests of the job run within one day."),
            (
                "tooling",
                "The window for production and the window for staging look exactly the same.",
            ),
            (
                "time_pressure",
                "Slices were moved at night so that nobody would notice a slow ledger.",
            ),
        ],
        follow_ups=[
            FollowUp(
                "The job template asks “safe to run twice with respect to what?”",
                "tooling",
                "ines",
                due_in=-745,
                done=749,
                answers=[
                    ("not_yet", "No new job since."),
                    ("helped", "Two new jobs had an answer to it before they ran."),
                ],
            ),
            FollowUp(
                "Terminal windows show the environment in their colour and their title",
                "tooling",
                "jo",
                due_in=-740,
                done=741,
                answers=[
                    ("helped", "Somebody closed the wrong window before typing, and said so."),
                    ("helped", "Nobody would like to be without it any more."),
                ],
            ),
            FollowUp(
                "Compare sums per customer after each slice and stop when they differ",
                "detection",
                "samira",
                due_in=-735,
                done=730,
                answers=[
                    ("not_yet", ""),
                    ("did_not_help", "Slices are moved another way now. It has nothing to see."),
                ],
            ),
        ],
        rounds=[
            Round(
                "ruth",
                asked=756,
                answered=755,
                verdict="approved",
                remarks="Reading “my backfill” in the second line made the rest easy to read.",
            )
        ],
        published=754,
    ),
    WriteUp(
        "late-codes",
        author="lucia",
        begun=96,
        factors=[
            ("design", "One queue for what people wait for and for what can come tomorrow."),
            ("detection", "We watch how much leaves, and not how long it has waited."),
            (
                "documentation",
                "Messages have a priority in the code, so everybody took it for granted that it "
                "is used.",
            ),
        ],
        follow_ups=[
            FollowUp("A lane of its own for sign-in codes", "code", "lucia", due_in=-75, done=78),
            FollowUp(
                "Alert on the age of the oldest sign-in code",
                "detection",
                "wiremu",
                due_in=-85,
                done=88,
            ),
            FollowUp(
                "Take the unused priority out of the code",
                "code",
                "jo",
                due_in=-60,
                let_go="The new lanes use it. It does now what we always thought it did.",
            ),
            FollowUp(DRILL_AT_NIGHT, "testing", "ines", due_in=-24),
            FollowUp(
                "Say in the app when a code is on its way for longer than a minute",
                "code",
                "jo",
                due_in=-62,
                passed_to="The app team’s own board",
            ),
        ],
        rounds=[Round("ruth", asked=93, answered=92, verdict="approved")],
        published=92,
        corrections=[
            Correction(
                "lucia",
                days_ago=40,
                section="impact",
                was="We count about 4,100 of them from codes that were asked for and never used.",
                now="We count about 3,600 of them from codes that were asked for and never used.",
                note="About 3,600 people, not 4,100: some asked for a code on two devices, and we "
                "had counted both.",
            )
        ],
    ),
    WriteUp(
        "empty-search",
        author="nia",
        begun=77,
        factors=[
            ("testing", "Every test customer has an address in Porto."),
            ("design", "“No place” is stored as a real point on the map."),
            (
                "detection",
                "Nothing watches the share of searches that come back empty.",
            ),
            (
                "review",
                "The change shows a condition on the distance. That most searches have no place "
                "cannot be seen in it.",
            ),
        ],
        follow_ups=[
            FollowUp(
                WITH_AND_WITHOUT_A_PLACE,
                "testing",
                "nia",
                due_in=-65,
                done=68,
                answers=[("not_yet", "No change to the distance since then.")],
            ),
            FollowUp(
                "A release of discover stops by itself when empty answers rise",
                "automation",
                "adaeze",
                due_in=-50,
                done=46,
            ),
            FollowUp(
                "Show how to roll back on the page of each service, in the first line",
                "documentation",
                "priya",
                due_in=-60,
                done=71,
                answers=[
                    ("helped", "It was the first thing opened in the next two incidents."),
                    ("helped", "Everybody finds it without asking now."),
                ],
            ),
        ],
        rounds=[
            Round(
                "adaeze",
                asked=74,
                answered=73,
                verdict="approved",
                remarks="I learned where latitude zero is. Thank you for writing this in your "
                "third week.",
            )
        ],
        published=73,
    ),
    WriteUp(
        "early-post",
        author="jo",
        begun=65,
        factors=[
            ("design", "An empty column means “send it”."),
            (
                "testing",
                "The migration was tested on a copy of the database, where no mail is ever sent.",
            ),
            (
                "process",
                "A migration and the jobs that read its columns belong to different teams and "
                "different calendars.",
            ),
            ("tooling", "A job can send as much as it likes, whatever it sent the day before."),
        ],
        follow_ups=[
            FollowUp(
                "A job asks before it sends five times what it sent yesterday",
                "automation",
                "jo",
                due_in=-45,
                done=43,
            ),
            FollowUp(
                "Say on the hold button itself that sign-in codes are held too",
                "tooling",
                "lucia",
                due_in=-58,
                done=60,
                answers=[("helped", "The button was read twice, and then not pressed.")],
            ),
            FollowUp(
                "List which jobs read a column, from the migration that changes it",
                "tooling",
                "marek",
                due_in=6,
            ),
        ],
        rounds=[
            Round(
                "ruth",
                asked=62,
                answered=61,
                verdict="changes_suggested",
                remarks="Could the first paragraph say what the job is for? I had to ask Jo, and a "
                "new joiner may not.",
            ),
            Round("ruth", asked=60, answered=60, verdict="approved"),
        ],
        published=59,
    ),
    WriteUp(
        "stale-accounts",
        author="samira",
        begun=54,
        factors=[
            (
                "design",
                "One function answers for a page and for moving money, and a cache suits only one "
                "of them.",
            ),
            (
                "review",
                "The hour was copied from the line above, where it is right.",
            ),
        ],
        follow_ups=[
            FollowUp(
                "A lookup for money that never answers from memory",
                "code",
                "samira",
                due_in=-45,
                done=48,
            ),
        ],
        rounds=[
            Round(
                "ines",
                asked=53,
                answered=53,
                verdict="approved",
                remarks="Short and complete. This is all a minor one needs.",
            )
        ],
        published=53,
    ),
    WriteUp(
        "card-certificate",
        author="wiremu",
        begun=43,
        factors=[
            ("design", "The gateway reads its certificate once, when it starts."),
            ("detection", "The alert for certificates looks at the file, not at the connection."),
            (
                "process",
                "The gateway is so stable that it is never restarted. Nothing makes it restart now "
                "and then.",
            ),
            ("external", "The processor changed from a year to 90 days last winter."),
        ],
        follow_ups=[
            FollowUp(
                "Read the certificate again when the file changes",
                "code",
                "samira",
                due_in=-25,
                done=27,
            ),
            FollowUp(
                "Check certificates by connecting, from outside",
                "detection",
                "wiremu",
                due_in=-30,
                done=32,
                answers=[("helped", "It saw one run out a week ahead.")],
            ),
            FollowUp(
                "Restart one zone of every service once a week, in the daytime",
                "automation",
                "ruth",
                due_in=9,
            ),
            FollowUp(
                "The card processor tells us a week before it changes a certificate",
                "detection",
                "wiremu",
                due_in=-20,
                passed_to="Our card processor, who has it as request 4417",
            ),
        ],
        rounds=[
            Round(
                "ruth",
                asked=41,
                answered=40,
                verdict="approved",
                remarks="“The certificate of its birthday” stays with me.",
            )
        ],
        published=39,
    ),
    WriteUp(
        "jobs-twice",
        author="marek",
        begun=32,
        factors=[
            (
                "process",
                "The move counted as finished while the old machine was still there.",
            ),
            ("design", "Three of the oldest jobs have no run key."),
            (
                "documentation",
                "That the machine restarts once a month was known to nobody who was asked.",
            ),
            ("tooling", "“Stopped” and “will not start again” look the same from outside."),
        ],
        follow_ups=[
            FollowUp("Run keys for the three oldest jobs", "code", "jo", due_in=-15, done=17),
            FollowUp(
                "Alert on two starts of one job within an hour",
                "detection",
                "marek",
                due_in=-20,
                done=22,
            ),
            FollowUp(
                "A checklist for moves whose last line is “the old one is gone”",
                "documentation",
                "marek",
                due_in=-4,
            ),
        ],
        rounds=[
            Round(
                "adaeze",
                asked=29,
                answered=28,
                verdict="approved",
                remarks="We move the recommendations next month and will use your checklist.",
            )
        ],
        published=27,
    ),
    WriteUp(
        "slow-suggestions",
        author="mateo",
        begun=20,
        form="short",
        factors=[
            ("tooling", "The linter has a rule for nested repeats, and it is off by default."),
            ("testing", "Tests of the pattern use short words."),
            ("design", "What happens while somebody types has no time limit."),
        ],
        follow_ups=[
            FollowUp(
                "Switch on the linter rule for nested repeats",
                "tooling",
                "mateo",
                due_in=-12,
                done=14,
            ),
            FollowUp(
                "Stop looking for suggestions after 200 ms",
                "code",
                "mateo",
                due_in=3,
                handed_on=("adaeze", "You are in that part of the code this week anyway."),
            ),
        ],
        rounds=[
            Round(
                "adaeze",
                asked=5,
                answered=1,
                verdict="approved",
                remarks="Ready from my side. The line about the good test is the best one.",
            )
        ],
    ),
    WriteUp(
        "index-lag",
        author="priya",
        begun=7,
        factors=[
            ("detection", "Lag was graphed and had no alert."),
            (
                "review",
                "The batch size looked like every other batch size. Nothing in the diff showed "
                "that this consumer commits per batch.",
            ),
            ("tooling", "The staging topic carries a hundredth of the traffic."),
            (
                "documentation",
                "How the indexer commits is written down nowhere.",
            ),
        ],
        follow_ups=[
            FollowUp("Alert on consumer lag", "detection", "priya", due_in=-3, done=4),
            FollowUp(
                "Show the commit mode next to the batch size in the config",
                "tooling",
                "priya",
                due_in=2,
            ),
            FollowUp("A health check that asks for progress", "code", "adaeze", due_in=8),
            FollowUp("Say in the alert where the consumer’s logs are", "debugging", "", due_in=12),
            FollowUp(
                "Put how it commits into the notes of the service",
                "documentation",
                "marek",
                due_in=1,
            ),
        ],
        rounds=[Round("ines", asked=2)],
        debrief=Debrief(day=-2, planned=1, leader="ruth"),
        threads=[
            Thread(
                "hana",
                said=2,
                section="what_happened",
                quote="the broker gives a batch to somebody else",
                text="New here, so perhaps I am the only one: who is somebody else?",
                answers=[
                    (
                        "priya",
                        "Another indexer of the same group. You are not the only one, I had to "
                        "look it up too.",
                    )
                ],
                resolved="hana",
            ),
            Thread(
                "ines",
                said=1,
                section="what_happened",
                quote="nothing draws attention to that line",
                text="I read this first as being about people. What was there to draw the eye, "
                "@priya?",
                suggestion="no alert was set on that line",
            ),
        ],
    ),
    WriteUp(
        "gift-cards",
        author="samira",
        begun=5,
        debrief=Debrief(
            day=2,
            planned=4,
            leader="priya",
            notes="""\
- Two of us had looked at the line with the lock and read it as “this function is safe”. What \
made sense then: the lock was there, and nothing in the name says what it is around.
- The mail from the café reached us because somebody in support forwards what sounds odd, and \
not only what is urgent. We would like to keep that.
- Doubting the list out loud took a quarter of an hour and felt slow. Afterwards everybody was \
glad of it.""",
        ),
        factors=[
            (
                "design",
                "The lock is taken inside the function that writes, and reading happens outside.",
            ),
            ("testing", "No test sends two requests at the same time."),
            ("external", "Some tills repeat a request after 300 ms."),
        ],
        follow_ups=[
            FollowUp(
                "Take the lock before the balance is read", "code", "samira", due_in=-1, done=3
            ),
            FollowUp(
                "A test that pays twice at the same time, for each kind of card",
                "testing",
                "nia",
                due_in=4,
            ),
        ],
        rounds=[
            Round(
                "ruth",
                asked=3,
                answered=1,
                verdict="changes_suggested",
                remarks="I could follow all of it, thank you. Two wishes: what surprised you? And "
                "“how to find such a problem” is still empty, although Nia found all 61 pairs. Her "
                "query would help the next person a lot.",
            )
        ],
    ),
    # Has no file: it is the draft that the incident itself gives.
    WriteUp(
        "wrong-cafe-names",
        author="nia",
        begun=1,
        also=["stale-accounts"],
        factors=[("design", "The key of the cache is only unique within one chain.")],
        follow_ups=[
            FollowUp("Put the chain into the key of every cache of cafés", "code", "jo", due_in=5)
        ],
    ),
]

SKIPPED = [
    Skipped(
        "opening-hours",
        who="hana",
        days_ago=17,
        reason="Small, and the import asks about the zone now. The note in the room says it all.",
    )
]
