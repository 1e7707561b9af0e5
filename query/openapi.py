"""What the API answers, as OpenAPI schemas made from the views themselves."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from query.exports import MEDIA

_PLACE = "#/components/schemas/{model}"
_SHOWN: dict[str, TypeAdapter[Any]] = {}


class Problem(BaseModel):
    """What went wrong; ``suggestions`` are names that may have been meant."""

    code: str
    message: str
    suggestions: list[str] = []


class ErrorBody(BaseModel):
    """The one shape of every error."""

    error: Problem


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These errors, in the one shape."""
    return {status: {"model": ErrorBody, "description": _ERRORS[status]} for status in statuses}


_ERRORS = {
    400: "The body is no JSON",
    401: "No token, or an unknown one",
    403: "The token opens less than this",
    404: "Not there, or a name that nobody knows",
    422: "Not understood",
    429: "Too many requests",
    503: "Busy",
}


def shows(name: str, view: Any, *formats: str, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """A good answer: ``view`` as JSON under a name, and the other formats that Accept can ask for."""
    _SHOWN[name] = TypeAdapter(view)
    content: dict[str, Any] = {"application/json": {"schema": {"$ref": _PLACE.format(model=name)}}}
    content |= {MEDIA[form].partition(";")[0]: {"schema": {"type": "string"}} for form in formats}
    return {status: {"content": content}}


class _Numbers(GenerateJsonSchema):
    """Sums are numbers in our answers, not text."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        return {"type": "number"}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of the application."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
        asked = [(name, "serialization", adapter) for name, adapter in _SHOWN.items()]
        found, rest = TypeAdapter.json_schemas(asked, ref_template=_PLACE, schema_generator=_Numbers)  # type: ignore[arg-type]
        document["components"]["schemas"] |= rest.get("$defs", {})
        document["components"]["schemas"] |= {name: schema for (name, _), schema in found.items()}
        app.openapi_schema = document
    return app.openapi_schema
