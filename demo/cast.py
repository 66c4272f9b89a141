"""Who works at Larkspur."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    title: str
    team: str | None
    zone: str
    days_here: int
    """How many days ago they joined."""
    pronouns: str = ""
    senior: bool = False
    role: str = "member"
    starts: time = time(9, 0)
    ends: time = time(17, 30)

    @property
    def email(self) -> str:
        return f"{self.key}@larkspur.example"


TEAMS = {
    "Payments": ["ines"],
    "Discovery": ["adaeze"],
    "Platform": ["ruth"],
}

# Who is asked to write to people when the tech lead cannot.
ROTAS = {
    "Payments": ["samira"],
    "Discovery": ["priya"],
    "Platform": ["marek"],
}

YEAR = 365

PEOPLE = [
    Person(
        "ines",
        "Ines Barbosa",
        "Tech lead, Payments",
        "Payments",
        "Europe/Lisbon",
        8 * YEAR + 40,
        pronouns="she/her",
        senior=True,
    ),
    Person(
        "samira",
        "Samira Rahimi",
        "Senior engineer",
        "Payments",
        "Europe/Berlin",
        5 * YEAR + 100,
        pronouns="she/her",
        senior=True,
        starts=time(8, 30),
        ends=time(17, 0),
    ),
    Person(
        "nia",
        "Nia Kamau",
        "Engineer",
        "Payments",
        "Africa/Nairobi",
        122,
        pronouns="she/her",
    ),
    Person("tom", "Tom Ashdown", "Engineer", "Payments", "Europe/London", 18, pronouns="he/him"),
    Person(
        "adaeze",
        "Adaeze Okafor",
        "Tech lead, Discovery",
        "Discovery",
        "Africa/Lagos",
        6 * YEAR + 210,
        pronouns="she/her",
        senior=True,
        starts=time(8, 0),
        ends=time(16, 30),
    ),
    Person(
        "priya",
        "Priya Sundaram",
        "Senior engineer",
        "Discovery",
        "Asia/Kolkata",
        4 * YEAR + 12,
        pronouns="she/her",
        senior=True,
        starts=time(10, 0),
        ends=time(18, 30),
    ),
    Person(
        "mateo",
        "Mateo Fuentes",
        "Engineer",
        "Discovery",
        "America/Santiago",
        2 * YEAR + 75,
        pronouns="he/him",
    ),
    Person(
        "hana",
        "Hana Sato",
        "Engineer, apps",
        "Discovery",
        "Asia/Tokyo",
        64,
        pronouns="they/them",
        starts=time(10, 0),
        ends=time(19, 0),
    ),
    Person(
        "ruth",
        "Ruth Abramson",
        "Tech lead, Platform",
        "Platform",
        "America/New_York",
        7 * YEAR + 5,
        pronouns="she/her",
        senior=True,
        starts=time(8, 30),
        ends=time(17, 0),
    ),
    Person(
        "marek",
        "Marek Dvořák",
        "Principal engineer",
        "Platform",
        "Europe/Prague",
        11 * YEAR + 160,
        pronouns="he/him",
        senior=True,
        starts=time(7, 30),
        ends=time(16, 0),
    ),
    Person(
        "jo",
        "Jo Lindqvist",
        "Staff engineer",
        "Platform",
        "Europe/Stockholm",
        9 * YEAR + 30,
        pronouns="they/them",
        senior=True,
    ),
    Person(
        "wiremu",
        "Wiremu Parata",
        "Reliability engineer",
        "Platform",
        "Pacific/Auckland",
        3 * YEAR + 190,
        pronouns="he/him",
        starts=time(8, 0),
        ends=time(16, 30),
    ),
    Person(
        "lucia",
        "Lucía Herrera",
        "Senior engineer",
        "Platform",
        "America/Mexico_City",
        5 * YEAR + 300,
        pronouns="she/her",
        senior=True,
    ),
    Person(
        "dana",
        "Dana Whitfield",
        "Engineering operations",
        None,
        "Europe/London",
        4 * YEAR + 250,
        pronouns="she/her",
        role="admin",
    ),
    Person(
        "bea",
        "Bea Santos",
        "Customer support",
        None,
        "America/Sao_Paulo",
        3 * YEAR + 20,
        pronouns="she/her",
        role="reader",
    ),
]

PASSWORD = "seam-of-gold"  # nosec B105

SIGN_INS = {
    "nia": "an engineer, in the middle of an incident",
    "ines": "a tech lead, with a note to write and a review to read",
    "dana": "an admin",
}
