"""Mail about accounts, written down first and sent by the worker.

Nothing is sent inside a request. So a page takes as long for an address that has an account
as for one that has none, and a mail server that is away keeps nobody waiting.
"""

from django.db import transaction

from people.letters import KINDS
from people.models import Letter, User
from people.sealing import seal
from people.tasks import send_letter


@transaction.atomic
def tell_by_letter(kind: str, *, to: str, person: User | None = None, **words: str) -> Letter:
    """Write a letter down, in the transaction of what it tells, to be sent at once.

    `kind` is declared in `people/letters.py`. `words` are what its template asks for, links with
    their secrets included: they are kept sealed, and deleted when the letter is sent.
    """
    assert kind in KINDS, kind
    letter = Letter.objects.create(kind=kind, to=to, person=person, sealed=seal(words))
    transaction.on_commit(lambda: send_letter.delay(letter.pk), robust=True)
    return letter
