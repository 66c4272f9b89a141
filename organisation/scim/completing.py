"""What directories leave out, or say in a way of their own, put into the way of the RFC."""

from typing import Any

from organisation.scim.schemas import WORK


def complete_person(said: Any, *, is_new: bool) -> Any:
    """Work out the name from its parts or the other way round, and the address from userName."""
    if not isinstance(said, dict):
        return said
    said = _named(said, "userName", "displayName", "name", "emails", "active")
    called = said.get("displayName") or joined_name(said.get("name")) or said.get("userName")
    if isinstance(called, str):
        said["displayName"], said["name"] = called, parts_of_name(called)
    user_name = said.get("userName")
    if not said.get("emails") and isinstance(user_name, str) and "@" in user_name:
        said["emails"] = [{"value": user_name, "type": WORK, "primary": True}]
    if is_new and said.get("active") is None:
        said["active"] = True
    return said


def complete_patch(said: Any) -> Any:
    """Take out the number that Okta repeats, and what Entra says besides whom it removes."""
    if not isinstance(said, dict):
        return said
    said = _named(said, "Operations")
    for operation in said["Operations"] if isinstance(said.get("Operations"), list) else []:
        value = operation.get("value") if isinstance(operation, dict) else None
        if isinstance(value, dict) and not operation.get("path"):
            value.pop("id", None)
        elif isinstance(value, list) and str(operation.get("op")).lower() == "remove":
            operation["value"] = [_only_value(one) for one in value]
    return said


def _only_value(entry: Any) -> Any:
    if isinstance(entry, dict) and "value" in entry:
        return {"value": entry["value"]}
    return entry


def joined_name(name: Any) -> str:
    """A name that is said in parts, as one."""
    if not isinstance(name, dict):
        return ""
    name = _named(name, "formatted", "givenName", "familyName")
    parts = [name.get("givenName"), name.get("familyName")]
    return " ".join(part for part in parts if isinstance(part, str) and part) or str(
        name.get("formatted") or ""
    )


def parts_of_name(called: str) -> dict[str, str]:
    *given, last = called.split() or [""]
    return {"givenName": " ".join(given), "familyName": last} if given else {"givenName": last}


def _named(said: dict[str, Any], *names: str) -> dict[str, Any]:
    """The same with these attributes spelt as in the RFC, which is not particular about case."""
    spelt = {name.lower(): name for name in names}
    return {spelt.get(str(name).lower(), name): value for name, value in said.items()}
