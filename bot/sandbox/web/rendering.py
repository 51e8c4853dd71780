"""The templates of the sandbox's page: escaping is on, and a name that is missing is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

HERE = Path(__file__).parent


@cache
def environment() -> Environment:
    """Return the one environment of all templates."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def macros(template: str) -> Any:
    """Return a template's macros, to be called like functions; each answers Markup."""
    return environment().get_template(template).module


def render(template: str, **values: Any) -> Markup:
    """Return a template filled with values."""
    return Markup(environment().get_template(template).render(**values))  # noqa: S704 - autoescape has been there
