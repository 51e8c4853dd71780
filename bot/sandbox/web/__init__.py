"""The sandbox's web page: what people see in a browser, drawn on the server."""

from bot.sandbox.web.pages import add_routes

__all__ = ["add_routes"]
