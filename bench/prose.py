"""What the pretend incidents are called and what is written in them.

The earlier something stands in a list, the oftener it is drawn.
"""

SERVICES = """
checkout payments search orders accounts ledger-writer card-gateway notifications inventory pricing
recommendations reports imports sign-in uploads invoices shipping gift-cards mailer webhooks
scheduler feature-flags sessions exports warehouse catalogue reviews loyalty tills refunds
image-resizer geocoder audit-log rate-limiter queue-worker status-page help-centre mobile-api
partner-api data-lake fraud-check address-book subscriptions backups
""".split()

SYMPTOMS = (
    """
is slow|times out|is down|answers with errors|is failing|shows stale data|sends mails twice
lost its connection to the database|runs out of memory|is rejected by the gateway
restarts in a loop|returns empty pages|deadlocks|has a growing queue|charges customers twice
ran out of disk space|shows prices without decimals|drops messages|cannot reach Redis
has an expired certificate|refuses uploads|wrote wrong totals|skips every second job
loses sessions|shows another region|is stuck behind a migration|has wrong time zones
cannot be deployed|flaps between two versions|answers in the wrong language
truncates long names|exports an empty file|duplicates invoices|ignores feature flags
logs people out|sorts backwards|rounds payments down|counts visitors twice
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

TAILS = (
    """
since the last release|for some customers|in Europe|after the configuration change
on mobile|at night|during the import|behind the new load balancer|for new accounts
since the certificate was renewed|when the cache is cold|for large orders|in one zone
after the rollback|on the first of the month|for partners|under load|after the fail-over
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

NOTES = """
The error rate is at twelve percent and rising; customers see a spinner that does not end
Latency went up right after the deploy, from eighty milliseconds to almost two seconds
We look at the dashboard together; the connection pool is exhausted on three of five pods
Nothing unusual in the logs of the database, the slow query is gone from the list
The queue grows by a thousand jobs a minute and the workers are idle
Rolled back to the release of yesterday, waiting for the caches to warm up again
The flag is off for everyone now and the graph goes down
Asked the provider; their status page says that all is well, their support says otherwise
The migration holds a lock on the table of orders, we wait for it or cancel it
Restarted one pod to see whether it comes back clean, and it does
A customer sent a screenshot, the total is shown without its decimals
The certificate of the inner gateway expired at midnight, renewing it takes ten minutes
Retries made it worse: every client asks three times and nobody backs off
Memory climbs until the kernel ends the process, a heap dump is being taken
Two versions answer side by side, which explains why it comes and goes
The replica is forty minutes behind, reads go to the primary for now
Someone from the data team joined and found the rows that were written twice
It only happens to accounts that were made before the change of the time zone
The alert was muted since the maintenance, so nobody was told for an hour
We paired on the repair script and ran it dry first, it would change what we expected
Turned the consumer off so that nothing more is written while we count the rows
Traffic was moved to the other zone, and errors stopped there within a minute
DNS still hands out the old address to some resolvers, it has a long time to live
The dashboard itself was stale: it read from the cache that we were looking into
""".strip().splitlines()

ENDINGS = """
Rolled the release back, and the errors stopped within two minutes
Turned the feature flag off; the fix goes out tomorrow with a test
Renewed the certificate and added a probe that warns two weeks ahead
Cancelled the migration and split it into smaller steps
Raised the limit of the connection pool and fixed the leak behind it
Ran the repair job twice over the affected rows and checked the totals with finance
Moved traffic to the other zone until the provider was back
Cleared the cache, warmed it from a script, and shortened its time to live
Made the consumer ignore messages that it has seen before, then replayed the queue
Reverted the configuration change and wrote down how to try it out first
""".strip().splitlines()

FOLLOW_UPS = """
Alert when the queue grows for ten minutes
Let the deploy stop by itself when errors double
Write down how the repair job is run dry
Add a test with prices in other currencies
Show the age of the cached data on the dashboard
Warn two weeks before a certificate ends
Make the consumer safe to run twice
Practise the fail-over once a quarter
""".strip().splitlines()

STORIES = (
    """
The day I emptied the {service} queue|How one comma took {service} down
I ran it in the wrong terminal, and {service} noticed|My first week, and {service} {symptom}
The retry that made {service} slower|What a log axis taught me about {service}
Half the fleet, twice the bill: {service}|I trusted the cache of {service}
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

TAGS = """
deploys databases caching retries certificates locks queues dns configuration time-zones monitoring
migrations backfills flags capacity networking first-month at-night
""".split()

SYLLABLES = """
ka ro mi den tor vel sun pra lix bo gar nim the fo rul zan pe co qui stra hel vo dra lu
""".split()
"""Of these, the words that hardly anybody writes are made: hosts, customers, names of things."""

NAMES = """
Ines Nia Samira Jo Bram Aiko Tomas Leila Oskar Mira Yusuf Hana Piotr Dela Ravi Noor Elif Sven Chidi
Marta Luca Freya Kofi Anouk
""".split()
