"""What Larkspur runs, and how each part can be put back."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Tool:
    kind: str
    """rollback, feature_flag, kill_switch, read_only_mode or repair_job."""
    command: str
    does: str
    safe_twice: bool = True


@dataclass(frozen=True)
class Service:
    name: str
    team: str
    about: str
    knows: list[str]
    tools: list[Tool]
    public_name: str = ""
    """What customers call it, on the status page."""
    links: dict[str, str] = field(default_factory=dict)
    """Where to look: a label and its address."""


@dataclass(frozen=True)
class Checklist:
    name: str
    items: list[str]
    severity: str = ""
    undo: str = ""
    service: str = ""


@dataclass(frozen=True)
class Field:
    """What Larkspur asks of every incident besides."""

    label: str
    kind: str
    hint: str = ""
    choices: tuple[str, ...] = ()


FIELDS = [
    Field("Cafés affected", "number", "As far as Support can tell. A guess is fine."),
    Field("Region", "choice", "", ("Europe", "Americas", "Asia and Pacific", "Everywhere")),
    Field("Support ticket", "link", "Where cafés are told how it goes."),
]


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
                "shipper rollback ledger-writer",
                "Puts the last good release back, one zone at a time. Takes about 90 seconds. "
                "Rows that were already written stay as they are.",
            ),
            Tool(
                "read_only_mode",
                "shipper read-only ledger-writer on",
                "Payments are still taken and wait in a queue; nothing is written. The queue has "
                "room for about two hours.",
            ),
            Tool(
                "repair_job",
                "iterate users --job fix-rows --dry-run",
                "Walks every user in order and prints what it would change. Take off --dry-run "
                "once a second person has read the output. Before a second run, ask: safe to run "
                "twice with respect to what?",
                safe_twice=False,
            ),
        ],
        links={
            "Dashboard": "https://graphs.larkspur.example/ledger-writer",
            "Runbook": "https://handbook.larkspur.example/ledger/when-rows-are-wrong",
            "Source": "https://code.larkspur.example/payments/ledger-writer",
        },
        public_name="Payouts and gift cards",
    ),
    Service(
        "card-gateway",
        "Payments",
        "Talks to the card processors, for the tills in cafés and for the app.",
        ["ines", "samira", "nia"],
        [
            Tool(
                "rollback",
                "shipper rollback card-gateway",
                "Puts the last good release back. Payments in flight finish on the old one. Takes "
                "about two minutes.",
            ),
            Tool(
                "kill_switch",
                "switch off card-gateway.retries",
                "Stops automatic retries. A card that is declined stays declined until the "
                "customer tries again.",
            ),
            Tool(
                "feature_flag",
                "flags off gateway.second-processor",
                "Sends everything to the first processor. Slower at lunch time, and it works.",
            ),
        ],
        links={
            "Dashboard": "https://graphs.larkspur.example/card-gateway",
            "Status of the first processor": "https://status.processor.example/",
        },
        public_name="Card payments",
    ),
    Service(
        "discover",
        "Discovery",
        "Answers searches, and fills the row of coffees you may like.",
        ["adaeze", "mateo", "priya"],
        [
            Tool(
                "rollback",
                "shipper rollback discover",
                "Puts the last good release back on every node. Takes about a minute.",
            ),
            Tool(
                "feature_flag",
                "flags off discover.suggestions",
                "Search works as before; nothing appears until Enter is pressed.",
            ),
            Tool(
                "read_only_mode",
                "discover serve-yesterday on",
                "Searches use last night’s copy of the index. Prices and stock still come from the "
                "catalogue.",
            ),
        ],
        links={
            "Dashboard": "https://graphs.larkspur.example/discover",
        },
        public_name="Finding a café",
    ),
    Service(
        "search-indexer",
        "Discovery",
        "Reads changes to the catalogue and writes them to the search index.",
        ["priya", "adaeze", "marek"],
        [
            Tool(
                "rollback",
                "shipper rollback search-indexer",
                "Puts the last good release back. It carries on from the last committed offset.",
            ),
            Tool(
                "repair_job",
                "indexer rebuild --from latest-snapshot",
                "Builds a new index beside the old one and swaps them when it has caught up. About "
                "50 minutes. A second run waits for the first.",
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
                "post-room hold --template NAME",
                "Keeps messages of one template in the queue and lets the others go. Nearly always "
                "enough.",
            ),
            Tool(
                "kill_switch",
                "post-room hold all",
                "Keeps every message in the queue, sign-in codes too. What has already left cannot "
                "be called back.",
            ),
            Tool(
                "rollback",
                "shipper rollback post-room",
                "Puts the last good release back. Messages in the queue stay in the queue.",
            ),
        ],
        links={
            "Queue": "https://graphs.larkspur.example/post-room/queue",
            "Runbook": "https://handbook.larkspur.example/post-room/holding-messages",
        },
    ),
    Service(
        "clockwork",
        "Platform",
        "Starts every scheduled job: renewals, payouts to cafés, nightly reports.",
        ["jo", "marek", "wiremu"],
        [
            Tool(
                "kill_switch",
                "clockwork pause JOB",
                "The job does not start again until it is resumed. A run under way finishes.",
            ),
            Tool(
                "repair_job",
                "clockwork replay JOB --window DATE",
                "Runs the job as if it were that day. Jobs with a run key stop by themselves when "
                "the day is done; the page of each job says whether it has one.",
                safe_twice=False,
            ),
        ],
    ),
]

CHECKLISTS = [
    Checklist(
        "First ten minutes, when it is critical",
        [
            "Agree who leads and who writes the updates",
            "Post a first update, even if it only says that we are looking",
            "Ring the on-call of the next team along",
            "Tell support what cafés will notice",
            "Set the next update to half an hour from now",
        ],
        severity="critical",
    ),
    Checklist(
        "Money was written wrongly",
        [
            "Stop tonight’s settlement until the rows are right",
            "Tell finance the first and the last wrong row",
            "Count the cafés and customers it touches",
            "Agree with support what they say to a café that calls",
        ],
        undo="roll_back_and_repair",
        service="ledger-writer",
    ),
    Checklist(
        "A message went to the wrong people",
        [
            "Hold the template in post-room",
            "List who got it, and what was in it",
            "Ask privacy whether somebody must be told by law",
            "Write one plain message to those who got it",
        ],
        undo="irreversible",
        service="post-room",
    ),
]
