"""How incidents are named in an address, in the URLs of every app."""


class Reference:
    """`INC-142` in an address is 142 in the code."""

    regex = "[Ii][Nn][Cc]-[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value.partition("-")[2])

    def to_url(self, value: int) -> str:
        return f"INC-{value}"
