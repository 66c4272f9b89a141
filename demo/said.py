"""What people at Larkspur said of each other's stories."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Remarked:
    by: str
    text: str
    days_ago: int


@dataclass(frozen=True)
class Said:
    """Who reacted to a story, as words with spaces between, and who said what."""

    story: str
    thank_you: str = ""
    me_too: str = ""
    learned: str = ""
    remarks: list[Remarked] = field(default_factory=list)


SAID = [
    Said(
        "first-change",
        thank_you="ines marek adaeze samira jo lucia mateo priya ruth",
        me_too="marek jo tom",
        learned="tom lucia priya",
        remarks=[
            Remarked("marek", "The second sentence you wrote that morning was the best one.", 56),
            Remarked("ines", "I was very glad of how early you said it.", 56),
            Remarked(
                "tom", "I read this on my third day, and pressed the button on my twelfth.", 5
            ),
        ],
    ),
    Said(
        "doubled-ledger",
        thank_you="nia marek samira jo tom adaeze ruth",
        me_too="samira wiremu",
        learned="nia tom mateo lucia priya adaeze",
        remarks=[
            Remarked("nia", "“With respect to what” is on a note on my screen now.", 29),
            Remarked("samira", "Same month, same table, eight years ago. I will tell mine.", 28),
        ],
    ),
    Said(
        "emailed-test",
        thank_you="nia ines jo ruth priya lucia",
        me_too="jo ruth",
        learned="nia mateo",
        remarks=[Remarked("ruth", "One of the Tests wrote to me as well. She was lovely.", 2)],
    ),
    Said(
        "eleven-minutes",
        thank_you="nia ines tom jo adaeze samira mateo priya",
        me_too="tom samira jo nia lucia",
        learned="ines adaeze",
        remarks=[
            Remarked("jo", "I have had these eleven minutes. Mine were nineteen.", 20),
            Remarked("adaeze", "Thank you. I ask in the quiet now, before I ask for numbers.", 19),
        ],
    ),
    Said("log-axis", thank_you="nia marek priya", me_too="mateo", learned="nia ines lucia tom"),
    Said("eager-retry", thank_you="ines marek nia", me_too="ines", learned="nia tom priya"),
    Said("comma-prices", thank_you="adaeze mateo jo", me_too="lucia", learned="nia"),
    Said("summer-time", thank_you="ruth ines", me_too="samira ruth marek", learned="nia mateo"),
    Said("greedy-regex", thank_you="marek jo", me_too="adaeze", learned="priya tom"),
    Said("wrong-staging", thank_you="ruth nia", me_too="marek ines ruth", learned="tom"),
    Said("half-the-fleet", thank_you="marek", me_too="ruth", learned="nia"),
    Said("two-certificates", thank_you="lucia ines", me_too="marek", learned="jo"),
]
