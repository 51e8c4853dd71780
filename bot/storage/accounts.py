"""Accounts, their roles, customer channels and touches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts import Account, Phase
from bot.domain.people import Role
from bot.ids import new_id
from bot.storage import belongings, rows
from bot.storage.tables import account_names, accounts, customer_channels, roles, touches


class Accounts:
    """The accounts of one workspace."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._c, self._ws = connection, workspace_id

    async def add(self, account: Account) -> None:
        await rows.add(self._c, accounts, account)

    async def by_id(self, account_id: str) -> Account | None:
        return await self._one(accounts.c.id == account_id)

    async def by_key(self, name_key: str) -> Account | None:
        """The account of that name, or of which a person said that the name means it; of a duplicate, the one that it
        was merged into."""
        account = await self._one(accounts.c.name_key == name_key)
        if account is None:
            further = sa.select(account_names.c.account_id).where(
                account_names.c.workspace_id == self._ws, account_names.c.name_key == name_key
            )
            account = await self._one(accounts.c.id.in_(further))
        seen: set[str] = set()
        while account is not None and account.merged_into and account.id not in seen:
            seen.add(account.id)
            account = await self.by_id(account.merged_into)
        return account

    async def hold_by_id(self, account_id: str) -> Account | None:
        """The account, held until the transaction ends: nobody opens its channel meanwhile."""
        query = sa.select(accounts).where(accounts.c.workspace_id == self._ws, accounts.c.id == account_id)
        return await rows.one(self._c, Account, query.with_for_update(key_share=True))

    async def keys(self) -> list[tuple[str, str]]:
        """Id and key of every account, and the further names of each; a duplicate's key means the one that took it."""
        stays = sa.func.coalesce(accounts.c.merged_into, accounts.c.id)
        own = sa.select(stays, accounts.c.name_key).where(accounts.c.workspace_id == self._ws)
        further = sa.select(account_names.c.account_id, account_names.c.name_key).where(
            account_names.c.workspace_id == self._ws
        )
        return [(str(row[0]), row[1]) for query in (own, further) for row in await self._c.execute(query)]

    async def is_key_taken(self, name_key: str) -> bool:
        """Does any account bear that key, a duplicate included?"""
        return await self._one(accounts.c.name_key == name_key) is not None

    async def belongings(self, account_id: str) -> dict[str, list[str]]:
        """Ids of what would move if the account were merged into another, by kind."""
        return await belongings.of(self._c, self._ws, account_id)

    async def move_belongings(self, source: str, target: str) -> dict[str, list[str]]:
        """Everything of one account belongs to another from now on; returns what moved."""
        moved = await belongings.of(self._c, self._ws, source)
        await belongings.move(self._c, self._ws, moved, source, target)
        return moved

    async def move_back(self, moved: dict[str, list[str]], source: str, target: str) -> None:
        """What moved goes back, as far as it is still there."""
        await belongings.move(self._c, self._ws, moved, source, target)

    async def every_open(self) -> list[Account]:
        """The accounts that are not closed."""
        query = sa.select(accounts).where(accounts.c.workspace_id == self._ws, accounts.c.phase != Phase.CLOSED)
        return await rows.many(self._c, Account, query.order_by(accounts.c.id))

    async def also_called(self, account_id: str, name_key: str, by: str, now: datetime) -> None:
        """That name means this account too, a person says."""
        values = dict(workspace_id=self._ws, name_key=name_key, account_id=account_id, said_by=by, said_at=now)
        await rows.put(self._c, account_names, values)

    async def no_longer_called(self, name_key: str) -> None:
        """That name is no account's further name any more."""
        query = sa.delete(account_names).where(
            account_names.c.workspace_id == self._ws, account_names.c.name_key == name_key
        )
        await self._c.execute(query)

    async def hold(self, account_id: str) -> None:
        """Hold the account until the transaction ends: nobody else changes who or what belongs to it meanwhile."""
        query = sa.select(accounts.c.id).where(accounts.c.workspace_id == self._ws, accounts.c.id == account_id)
        await self._c.execute(query.with_for_update(key_share=True))

    async def in_channel(self, channel_id: str) -> Account | None:
        """The account whose internal channel that is."""
        return await self._one(accounts.c.channel_id == channel_id)

    async def of_customer_channel(self, channel_id: str) -> Account | None:
        """The account whose customer reads that channel."""
        return await self._one(accounts.c.id.in_(self._customers(channel_id)))

    async def of_person(self, person_id: str) -> list[Account]:
        """Open accounts in which that person has a role now, by name."""
        return await self._with_role(roles.c.person_id == person_id)

    async def owned_by(self, person_id: str) -> list[Account]:
        """Open accounts whose delivery owner that person is, by name."""
        return await self._with_role(roles.c.person_id == person_id, roles.c.role == Role.DELIVERY_OWNER)

    async def _with_role(self, *conditions: sa.ColumnElement[bool]) -> list[Account]:
        mine = sa.select(roles.c.account_id).where(
            roles.c.workspace_id == self._ws, roles.c.until.is_(None), *conditions
        )
        query = sa.select(accounts).where(
            accounts.c.workspace_id == self._ws, accounts.c.id.in_(mine), accounts.c.phase != Phase.CLOSED
        )
        return await rows.many(self._c, Account, query.order_by(accounts.c.name))

    async def roles_of(self, person_id: str) -> dict[str, frozenset[Role]]:
        """The roles that person has now, by account."""
        query = sa.select(roles.c.account_id, roles.c.role).where(
            roles.c.workspace_id == self._ws, roles.c.person_id == person_id, roles.c.until.is_(None)
        )
        found: dict[str, frozenset[Role]] = {}
        for account_id, role in await self._c.execute(query):
            found[account_id] = found.get(account_id, frozenset()) | {role}
        return found

    async def reached_by_owner(self, account_ids: Sequence[str]) -> set[str]:
        """Those of these accounts whose delivery owner was in contact with the customer."""
        query = (
            sa.select(touches.c.account_id)
            .join(
                roles,
                sa.and_(
                    roles.c.workspace_id == touches.c.workspace_id,
                    roles.c.account_id == touches.c.account_id,
                    roles.c.person_id == touches.c.person_id,
                ),
            )
            .where(
                touches.c.workspace_id == self._ws,
                touches.c.account_id.in_(account_ids),
                roles.c.role == Role.DELIVERY_OWNER,
                roles.c.until.is_(None),
            )
        )
        return set(await self._c.scalars(query.distinct()))

    async def count_open(self) -> int:
        """How many accounts are open."""
        query = sa.select(sa.func.count()).select_from(accounts).where(self._is_open())
        return await self._c.scalar(query) or 0

    async def unowned(self) -> list[Account]:
        """Open accounts that nobody owns, the oldest first."""
        owned = sa.select(roles.c.account_id).where(
            roles.c.workspace_id == self._ws, roles.c.role == Role.DELIVERY_OWNER, roles.c.until.is_(None)
        )
        query = sa.select(accounts).where(self._is_open(), accounts.c.id.not_in(owned))
        return await rows.many(self._c, Account, query.order_by(accounts.c.opened_at, accounts.c.id))

    def _is_open(self) -> sa.ColumnElement[bool]:
        return sa.and_(accounts.c.workspace_id == self._ws, accounts.c.phase != Phase.CLOSED)

    async def names_taken(self, names: list[str]) -> set[str]:
        """Which of these channel names are reserved by an account."""
        query = sa.select(accounts.c.channel_name).where(
            accounts.c.workspace_id == self._ws, accounts.c.channel_name.in_(names)
        )
        return set(await self._c.scalars(query))

    async def change(self, account_id: str, **values: Any) -> None:
        await self._c.execute(
            sa.update(accounts).where(accounts.c.workspace_id == self._ws, accounts.c.id == account_id).values(**values)
        )

    async def link_customer_channel(self, account_id: str, channel_id: str, by: str, now: datetime) -> None:
        """Make that channel the one in which this account's customer reads; it may move from another account."""
        values = dict(workspace_id=self._ws, channel_id=channel_id, account_id=account_id, linked_by=by, linked_at=now)
        await rows.put(self._c, customer_channels, values)

    async def unlink_customer_channel(self, channel_id: str) -> None:
        """No account's customer reads that channel any more."""
        await self._c.execute(
            sa.delete(customer_channels).where(
                customer_channels.c.workspace_id == self._ws, customer_channels.c.channel_id == channel_id
            )
        )

    async def customer_channels(self, account_id: str) -> list[str]:
        query = sa.select(customer_channels.c.channel_id).where(
            customer_channels.c.workspace_id == self._ws, customer_channels.c.account_id == account_id
        )
        return list(await self._c.scalars(query))

    async def give_role(self, account_id: str, person_id: str, role: Role, now: datetime) -> None:
        """That person has the role from now on; who held it before holds it no longer."""
        holds = sa.and_(
            roles.c.workspace_id == self._ws,
            roles.c.account_id == account_id,
            roles.c.role == role,
            roles.c.until.is_(None),
        )
        if await self._c.scalar(sa.select(roles.c.id).where(holds, roles.c.person_id == person_id)):
            return
        await self._c.execute(sa.update(roles).where(holds).values(until=now))
        values = dict(workspace_id=self._ws, id=new_id(), account_id=account_id, person_id=person_id, role=role)
        await self._c.execute(sa.insert(roles).values(**values, since=now))

    async def holder_of(self, account_id: str, role: Role) -> str | None:
        """Who has that role now."""
        return await self._c.scalar(
            sa.select(roles.c.person_id).where(
                roles.c.workspace_id == self._ws,
                roles.c.account_id == account_id,
                roles.c.role == role,
                roles.c.until.is_(None),
            )
        )

    async def has_role(self, account_id: str, person_id: str) -> bool:
        """Does that person have any role in the account now?"""
        query = sa.select(roles.c.id).where(
            roles.c.workspace_id == self._ws,
            roles.c.account_id == account_id,
            roles.c.person_id == person_id,
            roles.c.until.is_(None),
        )
        return await self._c.scalar(query) is not None

    async def people_of(self, account_id: str) -> list[str]:
        """Everybody who has a role in the account now."""
        query = sa.select(roles.c.person_id).where(
            roles.c.workspace_id == self._ws, roles.c.account_id == account_id, roles.c.until.is_(None)
        )
        return sorted(set(await self._c.scalars(query)))

    async def log_touch(self, account_id: str, person_id: str, kind: str, evidence: str | None, at: datetime) -> None:
        """Somebody of ours was in contact with the customer; evidence is a link, None without any."""
        values = dict(workspace_id=self._ws, id=new_id(), account_id=account_id, person_id=person_id, kind=kind)
        await self._c.execute(sa.insert(touches).values(**values, evidence=evidence, at=at))

    def _customers(self, channel_id: str) -> sa.Select[Any]:
        return sa.select(customer_channels.c.account_id).where(
            customer_channels.c.workspace_id == self._ws, customer_channels.c.channel_id == channel_id
        )

    async def _one(self, condition: sa.ColumnElement[bool]) -> Account | None:
        return await rows.one(
            self._c, Account, sa.select(accounts).where(accounts.c.workspace_id == self._ws, condition)
        )
