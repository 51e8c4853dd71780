"""The control API: being a person, an administrator, the clock, or bad luck."""

from bot.sandbox.control import admin, clicks, clock, forms, people, power, reads, rooms, tour, watch
from bot.sandbox.control.given import ROUTES, add_routes

__all__ = [
    "ROUTES",
    "add_routes",
    "admin",
    "clicks",
    "clock",
    "forms",
    "people",
    "power",
    "reads",
    "rooms",
    "tour",
    "watch",
]
