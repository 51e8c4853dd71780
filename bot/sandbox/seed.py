"""The people and places that a fresh sandbox starts with."""

from __future__ import annotations

from bot.sandbox.model import App, Channel, Install, Team, User
from bot.sandbox.world import World

NORTHWIND = "T0NORTHWND"
CONTOSO = "T0CONTOSO1"
LUMEN = "T0LUMENLAB"
WARMLINE = "A0WARMLINE"
CRM_BOT = "U0DEALDESK"
GENERAL_SCOPES = [
    "app_mentions:read",
    "bookmarks:read",
    "bookmarks:write",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "channels:write.invites",
    "channels:write.topic",
    "chat:write",
    "chat:write.customize",
    "chat:write.public",
    "commands",
    "dnd:read",
    "emoji:read",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "groups:write",
    "groups:write.invites",
    "groups:write.topic",
    "im:history",
    "im:read",
    "im:write",
    "metadata.message:read",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "pins:read",
    "pins:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "users.profile:read",
    "users:read",
    "users:read.email",
]

_OURS = (
    ("U0SARALIND", "sara", "Sara Lindqvist", "Europe/Stockholm", "Seller"),
    ("U0BENCARTR", "ben", "Ben Carter", "America/Chicago", "Seller"),
    ("U0OLIVIAPK", "olivia", "Olivia Park", "America/New_York", "Delivery owner"),
    ("U0JONASWEB", "jonas", "Jonas Weber", "Europe/Berlin", "Delivery owner"),
    ("U0MAYAROSS", "maya", "Maya Rossi", "Europe/London", "Manager"),
    ("U0AMIRHADD", "amir", "Amir Haddad", "Europe/London", "Workspace admin"),
    ("U0GILMOREN", "gil", "Gil Moreno", "Europe/Madrid", "Guest"),
    ("U0IRISNOVA", "iris", "Iris Novak", "Europe/Vienna", "Seller, left"),
)


def _people(world: World, created: int) -> None:
    for user_id, name, real_name, tz, title in _OURS:
        world.users[user_id] = User(
            user_id, NORTHWIND, name, real_name, tz, f"{name}@northwind.example", title, updated=created
        )
    world.users["U0AMIRHADD"].is_admin = True
    world.users["U0GILMOREN"].is_restricted = True
    world.users["U0IRISNOVA"].deleted = True
    for user_id, name, real_name, tz, title in (
        ("U0LENAFISC", "lena", "Lena Fischer", "Europe/Berlin", "Head of Operations"),
        ("U0TOMOKAFR", "tom", "Tom Okafor", "Europe/London", "IT lead"),
    ):
        mail = f"{name}@lumenlabs.example"
        world.users[user_id] = User(user_id, LUMEN, name, real_name, tz, mail, title, updated=created)
    for user_id, name, real_name, tz, title, admin in (
        ("U0CTANNAKO", "anna", "Anna Kowalska", "Europe/Warsaw", "Workspace admin", True),
        ("U0CTLUISMR", "luis", "Luis Marin", "America/Bogota", "Seller", False),
        ("U0CTNORABE", "nora", "Nora Berg", "Europe/Oslo", "Delivery owner", False),
    ):
        mail = f"{name}@contoso.example"
        world.users[user_id] = User(user_id, CONTOSO, name, real_name, tz, mail, title, is_admin=admin, updated=created)


def add_bot(world: World, app: App, team_id: str, user_id: str, bot_id: str, token: str, created: int) -> Install:
    """Install an app in a team with a bot user of its own, and return the install."""
    handle = app.name.lower().replace(" ", "")
    world.users[user_id] = User(
        user_id, team_id, handle, app.name, is_bot=True, app_id=app.id, bot_id=bot_id, updated=created
    )
    install = Install(app.id, team_id, user_id, bot_id, token, list(app.scopes))
    world.installs.append(install)
    return install


def _apps(world: World, created: int) -> None:
    warmline = App(
        WARMLINE,
        "Warmline",
        client_id="4001.7001",
        client_secret="sandbox-client-secret",  # noqa: S106
        signing_secret="sandbox-signing-secret",  # noqa: S106
        verification_token="sandbox-verification",  # noqa: S106
        app_token="xapp-sandbox-warmline",  # noqa: S106
        scopes=list(GENERAL_SCOPES),
    )
    crm = App(
        "A0DEALDESK",
        "Dealdesk CRM",
        client_id="4001.7002",
        client_secret="sandbox-crm-secret",  # noqa: S106
        signing_secret="sandbox-crm-signing",  # noqa: S106
        verification_token="sandbox-crm-verification",  # noqa: S106
        app_token="xapp-sandbox-dealdesk",  # noqa: S106
        mode="none",
        scopes=["chat:write", "channels:read", "chat:write.customize"],
        events=[],
        commands=[],
        shortcuts=[],
    )
    world.apps = {warmline.id: warmline, crm.id: crm}
    add_bot(world, warmline, NORTHWIND, "U0WARMLINE", "B0WARMLINE", "xoxb-sandbox-northwind", created)
    add_bot(world, warmline, CONTOSO, "U0WARMCTSO", "B0WARMCTSO", "xoxb-sandbox-contoso", created)
    add_bot(world, crm, NORTHWIND, CRM_BOT, "B0DEALDESK", "xoxb-sandbox-dealdesk", created)


def _channels(world: World, created: int) -> None:
    staff = [row[0] for row in _OURS if row[0] not in ("U0GILMOREN", "U0IRISNOVA")]
    contoso = [u.id for u in world.users.values() if u.team_id == CONTOSO and not u.is_bot]
    places: tuple[tuple[str, str, str, list[str]], ...] = (
        ("C0DEALSWON", NORTHWIND, "deals-won", [*staff, CRM_BOT, "U0WARMLINE"]),
        ("C0GENERAL1", NORTHWIND, "general", [*staff, "U0GILMOREN"]),
        ("C0RANDOM01", NORTHWIND, "random", staff),
        (
            "C0LUMENNWD",
            NORTHWIND,
            "lumen-northwind",
            ["U0JONASWEB", "U0OLIVIAPK", "U0LENAFISC", "U0TOMOKAFR", "U0WARMLINE"],
        ),
        ("C0CTDEALSW", CONTOSO, "deals-won", [*contoso, "U0WARMCTSO"]),
        ("C0CTGENERL", CONTOSO, "general", contoso),
    )
    for channel_id, team_id, name, members in places:
        channel = Channel(channel_id, team_id, name, created, members[0], members=list(members))
        channel.is_general = name == "general"
        channel.shared_team_ids = [NORTHWIND, LUMEN] if name == "lumen-northwind" else [team_id]
        world.channels[channel_id] = channel


def new_world(now: float) -> World:
    """Return the seeded world; everything in it was created a day before now (Unix seconds)."""
    world = World()
    created = int(now) - 86_400
    for team_id, name, domain in (
        (NORTHWIND, "Northwind", "northwind"),
        (CONTOSO, "Contoso", "contoso"),
        (LUMEN, "Lumen Labs", "lumenlabs"),
    ):
        world.teams[team_id] = Team(team_id, name, domain, created)
    _people(world, created)
    _apps(world, created)
    _channels(world, created)
    return world
