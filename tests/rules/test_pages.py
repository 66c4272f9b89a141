"""The addresses that the rules about pages walk are really all of them."""

from uuid import UUID

from django.urls import resolve

from tests.rules.pages import addresses


def one_of_each(app, converter, name):
    if name == "app_label":
        return ["incidents"]
    return {"reference": ["INC-1"], "int": ["1"], "uuid": [str(UUID(int=0))]}.get(
        converter, ["one"]
    )


def test_every_filled_in_address_leads_back_to_its_pattern():
    found = list(addresses(one_of_each))

    assert len(found) > 90
    for address in found:
        assert (resolve(address.path).url_name or "unnamed") == address.name.rpartition(":")[2]


def test_all_parts_of_the_product_are_among_them():
    names = {address.name.partition(":")[0] for address in addresses(one_of_each)}

    assert names >= {
        "incidents",
        "postmortems",
        "follow_ups",
        "learning",
        "insights",
        "nudges",
        "people",
        "admin",
        "today",
    }
    assert {"account_login", "account_logout", "healthz"} <= names
