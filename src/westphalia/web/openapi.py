"""The OpenAPI document of the JSON and CSV twins, made from the declaration of the pages."""

import re
from importlib.metadata import version
from typing import Any

from westphalia.web import citing
from westphalia.web.deciding import ACTIONS
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
    paths |= _files() | _ways() | _forms()
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


REFUSAL = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
"""How every error reads."""


def _files() -> dict[str, Any]:
    """What is to be kept as a file: the bytes of a report, references and comparison of a happening."""
    kept = {"/reports/{report}/raw": ("application/octet-stream", "The bytes of a report as they came.")}
    kept |= {f"/happenings/{{happening}}.{form}": (media, says) for form, (media, says, _) in citing.FORMS.items()}
    return {
        path: _get(path, says, {"200": {"description": says, "content": {media: {"schema": {"type": "string"}}}}})
        for path, (media, says) in kept.items()
    }


def _ways() -> dict[str, Any]:
    """Addresses that lead to where words stand."""
    return {
        f"/{kind}s/{{{kind}}}": _get(
            f"/{kind}s/{{{kind}}}", f"Leads to where the words of the {kind} stand.", {"303": {"description": "There."}}
        )
        for kind in ("event", "statement")
    }


def _get(path: str, says: str, answers: dict[str, Any]) -> dict[str, Any]:
    name = path[path.index("{") + 1 : path.index("}")]
    return {
        "get": {
            "operationId": re.sub(r"\W+", "_", path).strip("_"),
            "summary": says,
            "parameters": [_parameter(Parameter(name, f"id of the {name}", path=True))],
            "responses": answers | {"404": {"description": "There is nothing by that id.", **REFUSAL}},
        }
    }


def _forms() -> dict[str, Any]:
    """Forms that are sent: decisions, which only pages of this server may send."""
    form = {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}
    return {
        path: {
            "post": {
                "operationId": action.__name__,
                "summary": " ".join((action.__doc__ or "").split()),
                "requestBody": {"required": True, "content": form},
                "responses": {
                    "303": {"description": "Done; x-journal-entry is the number of the row."},
                    "400": {"description": "The form makes no sense.", **REFUSAL},
                    "403": {"description": "It does not come from a page of this server.", **REFUSAL},
                    "409": {"description": "What was decided meanwhile stands against it.", **REFUSAL},
                },
            }
        }
        for path, action in ACTIONS.items()
    }


def _operation(page: Page, form: str, media: str) -> dict[str, Any]:
    schema = {"type": "object"} if form == "json" else {"type": "string"}
    doc = page.doc if form == "json" else f"{page.doc} Only the table `{page.table}`."
    return {
        "operationId": f"{page.name}_{form}",
        "summary": doc,
        "parameters": [_parameter(parameter) for parameter in page.parameters],
        "responses": {
            "200": {"description": page.doc, "content": {media: {"schema": schema}}},
            "304": {"description": "The world has not changed since the tag in If-None-Match."},
            "400": {"description": "The request makes no sense.", **REFUSAL},
            "404": {"description": "There is nothing by that id.", **REFUSAL},
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
