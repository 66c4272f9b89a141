"""What Larkspur runs, and how each part can be put back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tool:
    kind: str
    """rollback, feature_flag, kill_switch, read_only or repair_job."""
    name: str
    command: str
    does: str
    twice: str
    """Is it safe to run twice? A word or a sentence."""
    safe_twice: bool = True


@dataclass(frozen=True)
class Service:
    name: str
    team: str
    about: str
    knows: list[str]
    tools: list[Tool]

    @property
    def docs(self) -> str:
        return f"https://wiki.larkspur.example/{self.name}"


SERVICES = [
    Service(
        "ledger-writer",
        "Payments",
        "Writes every payment, refund and gift card to the ledger, and settles with the cafés "
        "each night.",
        ["samira", "jo", "ines"],
        [
            Tool(
                "rollback",
                "Roll back a release",
                "shipper rollback ledger-writer",
                "Puts the last good release back, one zone at a time. Takes about 90 seconds. "
                "Rows that were already written stay as they are.",
                "Yes. It goes to the last release marked good, however often it runs.",
            ),
            Tool(
                "read_only",
                "Stop writing for a while",
                "shipper read-only ledger-writer on",
                "Payments are still taken and wait in a queue; nothing is written. "
                "The queue has room for about two hours.",
                "Yes.",
            ),
            Tool(
                "repair_job",
                "Run a job over every user",
                "iterate users --job fix-rows --dry-run",
                "Walks every user in order, keeps its place, and prints what it would change. "
                "Take off --dry-run once a second person has read the output.",
                "Only if the job has a key. Ask: safe to run twice with respect to what?",
                safe_twice=False,
            ),
        ],
    ),
    Service(
        "card-gateway",
        "Payments",
        "Talks to the card processors, for the tills in cafés and for the app.",
        ["ines", "samira", "nia"],
        [
            Tool(
                "rollback",
                "Roll back a release",
                "shipper rollback card-gateway",
                "Puts the last good release back. Payments in flight finish on the old one. "
                "Takes about two minutes.",
                "Yes.",
            ),
            Tool(
                "kill_switch",
                "Stop automatic retries",
                "switch off card-gateway.retries",
                "A card that is declined stays declined until the customer tries again.",
                "Yes.",
            ),
            Tool(
                "feature_flag",
                "Use one processor only",
                "flags off gateway.second-processor",
                "Sends everything to the first processor. Slower at lunch time, and it works.",
                "Yes.",
            ),
        ],
    ),
    Service(
        "discover",
        "Discovery",
        "Answers searches, and fills the row of coffees you may like.",
        ["adaeze", "mateo", "priya"],
        [
            Tool(
                "rollback",
                "Roll back a release",
                "shipper rollback discover",
                "Puts the last good release back on every node. Takes about a minute.",
                "Yes.",
            ),
            Tool(
                "feature_flag",
                "Hide suggestions while typing",
                "flags off discover.suggestions",
                "Search works as before; nothing appears until Enter is pressed.",
                "Yes.",
            ),
            Tool(
                "read_only",
                "Answer from yesterday’s index",
                "discover serve-yesterday on",
                "Searches use last night’s copy. Prices and stock still come from the catalogue.",
                "Yes.",
            ),
        ],
    ),
    Service(
        "search-indexer",
        "Discovery",
        "Reads changes to the catalogue and writes them to the search index.",
        ["priya", "adaeze", "marek"],
        [
            Tool(
                "rollback",
                "Roll back a release",
                "shipper rollback search-indexer",
                "Puts the last good release back. It carries on from the last committed offset.",
                "Yes.",
            ),
            Tool(
                "repair_job",
                "Build a fresh index",
                "indexer rebuild --from latest-snapshot",
                "Builds a new index beside the old one and swaps them when it has caught up. "
                "About 50 minutes.",
                "Yes. A second run waits for the first.",
            ),
        ],
    ),
    Service(
        "post-room",
        "Platform",
        "Sends every email and push message that Larkspur sends.",
        ["jo", "lucia", "ruth"],
        [
            Tool(
                "kill_switch",
                "Hold everything",
                "post-room hold all",
                "Keeps every message in the queue, sign-in codes too. What has already left "
                "cannot be called back.",
                "Yes.",
            ),
            Tool(
                "kill_switch",
                "Hold one kind of message",
                "post-room hold --template NAME",
                "Keeps messages of one template in the queue and lets the others go.",
                "Yes.",
            ),
            Tool(
                "rollback",
                "Roll back a release",
                "shipper rollback post-room",
                "Puts the last good release back. Messages in the queue stay in the queue.",
                "Yes.",
            ),
        ],
    ),
    Service(
        "clockwork",
        "Platform",
        "Starts every scheduled job: renewals, payouts to cafés, nightly reports.",
        ["jo", "marek", "wiremu"],
        [
            Tool(
                "kill_switch",
                "Pause a job",
                "clockwork pause JOB",
                "The job does not start again until it is resumed. A run under way finishes.",
                "Yes.",
            ),
            Tool(
                "repair_job",
                "Run a missed window again",
                "clockwork replay JOB --window DATE",
                "Runs the job as if it were that day.",
                "Only for jobs with a run key. The page of each job says whether it has one.",
                safe_twice=False,
            ),
        ],
    ),
]
