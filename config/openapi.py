"""How drf-spectacular puts the description of the API together."""

from typing import Any

SETTINGS: dict[str, Any] = {
    "TITLE": "Goldseam",
    "DESCRIPTION": "Run incidents without blame, and learn from them together.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": False,
    "PREPROCESSING_HOOKS": ["people.api.schema.in_one_order"],
    "POSTPROCESSING_HOOKS": [
        "people.api.schema.say_what_is_the_same",
    ],
    "SORT_OPERATIONS": False,
    "PATH_CONVERTER_OVERRIDES": {
        "reference": {
            "type": "string",
            "pattern": "^[Ii][Nn][Cc]-[0-9]{1,18}$",
            "example": "INC-142",
        },
        "int": {"type": "integer", "minimum": 0},
    },
}
