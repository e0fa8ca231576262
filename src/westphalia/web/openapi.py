"""The OpenAPI document of the JSON and CSV twins, made from the declaration of the pages."""

import re
from importlib.metadata import version
from typing import Any

from westphalia.web.pages import PAGES, Page, Parameter

ERROR = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "status": {"type": "integer"},
                "code": {"type": "string"},
                "message": {"type": "string"},
                "hint": {"type": "string"},
            },
            "required": ["status", "code", "message", "hint"],
        }
    },
    "required": ["error"],
}


def document() -> dict[str, Any]:
    """OpenAPI 3.1."""
    paths: dict[str, Any] = {}
    for page in PAGES:
        path = re.sub(r"{(\w+):path}", r"{\1}", page.twin)
        paths[f"{path}.json"] = {"get": _operation(page, "json", "application/json")}
        if page.table:
            paths[f"{path}.csv"] = {"get": _operation(page, "csv", "text/csv")}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Westphalia",
            "summary": "A world of reports: every page as data.",
            "version": version("westphalia"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": {"Error": ERROR}},
    }


def _operation(page: Page, form: str, media: str) -> dict[str, Any]:
    refusal = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    schema = {"type": "object"} if form == "json" else {"type": "string"}
    doc = page.doc if form == "json" else f"{page.doc} Only the table `{page.table}`."
    return {
        "operationId": f"{page.name}_{form}",
        "summary": doc,
        "parameters": [_parameter(parameter) for parameter in page.parameters],
        "responses": {
            "200": {"description": page.doc, "content": {media: {"schema": schema}}},
            "304": {"description": "The world has not changed since the tag in If-None-Match."},
            "400": {"description": "The request makes no sense.", **refusal},
            "404": {"description": "There is nothing by that id.", **refusal},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    return {
        "name": parameter.name,
        "in": "path" if parameter.path else "query",
        "required": parameter.path,
        "description": parameter.doc,
        "schema": {"type": "array", "items": schema} if parameter.several else schema,
    }
