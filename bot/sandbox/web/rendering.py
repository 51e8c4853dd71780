"""The templates of the sandbox's page: escaping is on, and a name that is missing is an error."""

from __future__ import annotations

from collections.abc import Callable
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


class Macros:
    """A template's macros, as functions that answer Markup."""

    def __init__(self, template: str) -> None:
        self._module = environment().get_template(template).module

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        found: Callable[..., Markup] = getattr(self._module, name)
        return found


@cache
def macros(template: str) -> Macros:
    """Return a template's macros, to be called like functions."""
    return Macros(template)


def render(template: str, **values: Any) -> Markup:
    """Return a template filled with values."""
    return Markup(environment().get_template(template).render(**values))  # noqa: S704 - autoescape has been there
