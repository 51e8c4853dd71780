"""App Home: what waits on a person, what they own, what comes next."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.domain.accounts import Account
from bot.domain.home import Home, Overview, Part, Unowned
from bot.domain.people import Person, Role, is_named, may_act
from bot.flows import fresh_homes
from bot.unit_of_work import Work
from bot.views import home as view
from bot.views import settings as settings_view

MOST_UNOWNED = 5
LONG_AGO = datetime.min.replace(tzinfo=UTC)


async def opened(work: Work, person_id: str, *, is_blank: bool) -> None:
    """Somebody opened their Home: publish it, and keep it fresh from now on. `is_blank`: Slack shows nothing there."""
    await work.homes.opened(person_id, work.now)
    if is_blank:
        await work.homes.keep_shown(person_id, None)
    await fresh_homes.publish(work, [person_id])


async def shown(work: Work, person_id: str, digest: str | None) -> None:
    """Slack shows it now; the hash of what it shows, None when it has not changed. Whether it shows more than their own
    accounts is written down with it: settings and rights may have changed since the last time."""
    person = await work.people.by_id(person_id)
    sees_all = _is_member(work, person) and (_is_next_owner(work, person) or _may_overlook(work, person))
    await work.homes.keep_reach(person_id, sees_all=sees_all)
    if digest is not None:
        await work.homes.keep_shown(person_id, digest)


async def render(work: Work, person_id: str, admins: tuple[str, ...]) -> dict[str, Any]:
    """That person's Home tab as it is now; `admins` are those who may change the rules."""
    person = await work.people.by_id(person_id)
    if person is None or not _is_member(work, person):
        return view.outsider(work.workspace.name)
    policy, is_settings_admin = work.policy, person_id in admins
    if not policy.is_set_up and not is_settings_admin:
        return view.not_yet(admins)
    unreadable = await _unreadable(work) if is_settings_admin else ()
    if not policy.is_set_up:
        return view.first_run(policy, unreadable, work.now, person.zone)
    settings: list[dict[str, Any]] = []
    if is_settings_admin:
        settings = settings_view.settings_blocks(policy, admins, unreadable, work.now, person.zone)
    return view.home(await gather(work, person), work.workspace.url, settings=settings)


async def _unreadable(work: Work) -> tuple[str, ...]:
    """Channels that announce wins and that we are not in, as last read."""
    found = []
    for channel_id in work.policy.deal_channels:
        room = await work.people.room(channel_id, LONG_AGO)
        if room is not None and not room.is_member:
            found.append(channel_id)
    return tuple(found)


async def gather(work: Work, person: Person) -> Home:
    """Everything that a full member's Home shows."""
    is_next_owner, may_overlook = _is_next_owner(work, person), _may_overlook(work, person)
    unowned: list[Account] = await work.accounts.unowned() if is_next_owner or may_overlook else []
    claimable = await _unowned(work, person, unowned) if unowned else []
    return Home(
        person_id=person.user_id,
        now=work.now,
        zone=person.zone,
        parts=await _parts(work, person),
        unowned=tuple(claimable[:MOST_UNOWNED]),
        more_unowned=max(len(claimable) - MOST_UNOWNED, 0),
        overview=await _overview(work, len(unowned)) if may_overlook else None,
        next_digest=await work.nudges.next_digest_of(person.user_id),
        is_next_owner=is_next_owner,
    )


def _is_member(work: Work, person: Person | None) -> bool:
    return may_act(person, work.workspace.team_id, work.workspace.enterprise_id or None)


def _is_next_owner(work: Work, person: Person | None) -> bool:
    return person is not None and is_named(person, work.policy.delivery_owners)


def _may_overlook(work: Work, person: Person | None) -> bool:
    return person is not None and (person.is_admin or is_named(person, work.policy.admins))


async def _parts(work: Work, person: Person) -> tuple[Part, ...]:
    accounts = await work.accounts.of_person(person.user_id)
    if not accounts:
        return ()
    ids = [account.id for account in accounts]
    roles = await work.accounts.roles_of(person.user_id)
    handoffs = await work.handoffs.latest_of_each(ids)
    kickoffs = await work.handoffs.kickoffs([handoff.id for handoff in handoffs.values()])
    checkins = await work.checkins.planned_of(ids)
    questions = await work.questions.open_of_each(ids)
    reached = await work.accounts.reached_by_owner(ids)
    return tuple(
        Part(
            account=account,
            roles=roles.get(account.id, frozenset[Role]()),
            handoff=(handoff := handoffs.get(account.id)),
            checkin=checkins.get(account.id),
            questions=tuple(questions.get(account.id, ())),
            kickoff=kickoffs.get(handoff.id) if handoff else None,
            is_reached=account.id in reached,
        )
        for account in accounts
    )


async def _unowned(work: Work, person: Person, accounts: list[Account]) -> list[Unowned]:
    """Those that this person may take: whoever sold an account hands it over to somebody else."""
    ids = [account.id for account in accounts]
    handoffs, questions = await work.handoffs.latest_of_each(ids), await work.questions.open_of_each(ids)
    return [
        Unowned(account, handoff, len(questions.get(account.id, ())))
        for account in accounts
        if (handoff := handoffs.get(account.id)) is not None and handoff.seller_id != person.user_id
    ]


async def _overview(work: Work, unowned: int) -> Overview:
    return Overview(
        accounts=await work.accounts.count_open(),
        handoffs_overdue=await work.handoffs.count_overdue(work.now),
        questions=await work.questions.count_open(),
        unowned=unowned,
    )
