"""Every view of the app with every state it can show, made from one set of words: ordinary ones, or odd ones."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from bot.domain.accounts import DealKind, DealState, Outcome, Phase
from bot.domain.catching_up import Gap, Tally
from bot.domain.deals import DealFields, PersonHint
from bot.domain.first_look import Look, Taken
from bot.domain.handoff import HandoffState, Side
from bot.domain.home import Home
from bot.domain.nudges import NudgeState, Subject
from bot.domain.policy import Policy
from bot.views import (
    accounts,
    accounts_life,
    admin,
    catching_up,
    deals,
    deals_life,
    handoff,
    home,
    nudges,
    settings,
    setup,
    steps,
)
from bot.views.kit import actions, escape, section
from tests.view_samples_reading import of_explaining, of_layouts
from tests.view_words import AT, OLIVIA, SARA, TODAY, Words

__all__ = ["AT", "OLIVIA", "SARA", "TODAY", "Words", "every_view", "parts_of", "policies", "public_views"]
MODULES = (
    "accounts", "accounts_life", "admin", "catching_up", "deals", "deals_life", "explaining", "handoff", "home",
    "layouts", "nudges", "settings", "setup", "steps",
)  # fmt: skip
# Name of the view, surface (message, modal, home, blocks, element, line, words), what it made.
Shown = tuple[str, str, Any]


def every_view(words: Words) -> Iterator[Shown]:
    """All views in all states."""
    yield from _of_accounts(words)
    yield from _of_deals(words)
    yield from _of_deals_life(words)
    yield from of_layouts(words)
    yield from of_explaining(words)
    yield from _of_accounts_life(words)
    yield from _of_handoff(words)
    yield from _of_home(words)
    yield from _of_nudges(words)
    yield from _of_setup(words)
    yield from _of_steps(words)
    yield from _of_settings(words)
    yield (
        "admin.parked",
        "message",
        admin.parked("0190-row", admin.missing("Bookmark", channel="C0ACME", title=words.text), words.text),
    )
    yield "admin.missing", "line", admin.missing("OpenChannel", account=words.text)
    tallies = {f"C0DEALS{number}": Tally(9, 1, 2, 1, 1, 3, 1) for number in range(10)}
    for was_away in (True, False):
        gap = Gap("gap", AT - timedelta(hours=3), AT, was_away)
        yield "catching_up.recovered", "message", catching_up.recovered(gap, tallies)
    yield "admin.alert", "blocks", admin.alert(escape(words.text))


def _of_accounts(words: Words) -> Iterator[Shown]:
    account = words.account()
    checkin = words.checkin() if words.people else None
    yield "accounts.value", "words", accounts.value(account) or ""
    mixed = [words.deal(), words.deal(currency="EUR"), words.deal(amount=None)]
    yield "accounts.worth", "words", accounts.worth(mixed) or ""
    yield "accounts.linked_elsewhere", "words", accounts.linked_elsewhere("C0CUST", account)
    yield "accounts.no_link_to_closed", "words", accounts.no_link_to_closed(account)
    yield "accounts.topic", "words", accounts.topic(words.seller, words.owner)
    yield "accounts.purpose", "words", accounts.purpose(account)
    yield "accounts.crm_link", "words", accounts.crm_link(words.deal()) or ""
    yield "accounts.where", "line", accounts.where(account)
    yield "accounts.paragraphs", "blocks", accounts.paragraphs([accounts.where(account)] * words.rows)
    yield "accounts.not_invited", "message", accounts.not_invited(SARA if words.people else "", words.text)
    for handoff_ in (None, *(words.handoff(state) for state in HandoffState)):
        asked = [words.question()] * words.rows
        customers = [f"C0CUST{number}" for number in range(words.rows)]
        yield "accounts.overview", "message", accounts.overview(account, handoff_, checkin, asked, customers)
        yield "accounts.overview", "message", accounts.overview(account, handoff_, None, [], [])
        for outcome in Outcome:
            closed = words.account(phase=Phase.CLOSED, outcome=outcome)
            sold = [deals_life.listed(words.deal(), closed)]
            shown = accounts.overview(closed, handoff_, None, [], [], sold, accounts.worth(mixed))
            yield "accounts.overview", "message", shown
        yield "accounts.mine", "message", accounts.mine([(account, handoff_, checkin)] * words.rows)
    yield "accounts.mine", "message", accounts.mine([])


def _of_deals(words: Words) -> Iterator[Shown]:
    yield "deals.asked", "message", deals.asked(words.deal())
    yield "deals.asked", "message", deals.asked(words.deal(account_name=None, amount=None, seller_id=None))
    for state in DealState:
        yield "deals.decided", "message", deals.decided(words.deal(state=state))
    yield "deals.asked", "message", deals.asked(words.deal(shape="ab12"))
    yield "deals.marked", "message", deals.marked(words.deal(), "https://northwind.example/archives/C0DEALS/p1")
    yield "deals.has_account", "message", deals.has_account(words.account(), "https://northwind.example/archives/C/p1")
    yield "deals.counted_once", "message", deals.counted_once(words.account())
    for is_gone in (True, False):
        yield "deals.withdrawn", "message", deals.withdrawn(is_gone=is_gone)
    for is_new in (True, False):
        handoff_ = words.handoff(HandoffState.OPEN)
        yield "deals.opened", "message", deals.opened(words.account(), handoff_, is_new=is_new)
        yield "deals.opened", "message", deals.opened(words.account(), None, is_new=is_new)
    deal = words.deal()
    given = deals.Prefill(deal.account_name, deal.amount, deal.currency, deal.seller_id, deal.owner_id)
    yield "deals.account_modal", "modal", deals.account_modal(given, '{"deal":"d1"}')
    yield "deals.account_modal", "modal", deals.account_modal(deals.Prefill(words.text), "{}")


def _of_deals_life(words: Words) -> Iterator[Shown]:
    account, by = words.account(), words.owner or ""
    told = deals_life.taken_back_by(by)
    for kind in DealKind:
        deal = words.deal(kind=kind)
        yield "deals_life.in_words", "line", deals_life.in_words(deal)
        for maybe in (None, words.deal()):
            yield "deals_life.which", "message", deals_life.which(deal, account, maybe, "place:1")
        yield "deals_life.further", "message", deals_life.further(deal)
        yield "deals_life.facts_changed", "message", deals_life.facts_changed(deal, words.deal(), "facts:1")
        yield "deals_life.listed", "blocks", deals_life.listed(deal, account)
        for url in ("", "https://northwind.example/archives/C0DEALS/p1"):
            yield "deals_life.undo_asked", "message", deals_life.undo_asked(account, deal, words.text, "undo:1", url)
        for flag, archived_by in ((True, None), (False, OLIVIA)):
            shown = deals_life.taken_back(
                account, deal, told, "t:1", closed=flag, may_archive=flag, archived_by=archived_by
            )
            yield "deals_life.taken_back", "message", shown
    yield "deals_life.facts_changed", "message", deals_life.facts_changed(words.deal(amount=None), words.deal(), "f:1")
    yield "deals_life.said_same", "message", deals_life.said_same(by)
    for name in (None, words.text):
        yield "deals_life.said_belongs", "message", deals_life.said_belongs(by, account, name)
    yield "deals_life.said_new", "message", deals_life.said_new(by, words.deal())
    yield "deals_life.announced_meanwhile", "message", deals_life.announced_meanwhile()
    yield "deals_life.reads_otherwise", "message", deals_life.reads_otherwise()
    yield "deals_life.taken_over", "message", deals_life.taken_over(by, words.amount or Decimal(1), words.currency)
    yield "deals_life.newer_stands_below", "message", deals_life.newer_stands_below()
    reported = words.deal(channel_id="hook:1")
    for new in (words.deal(), reported):
        yield "deals_life.names_other", "message", deals_life.names_other(account, words.text, new)
    yield "deals_life.facts_changed", "message", deals_life.facts_changed(words.deal(), reported, "facts:1")
    yield "deals_life.which", "message", deals_life.which(reported, account, words.deal(), "place:1")
    for url in (None, "https://crm.example/deals/7"):
        yield "deals_life.said_by_crm", "line", deals_life.said_by_crm(url)
    yield "deals_life.lost_meanwhile", "message", deals_life.lost_meanwhile()
    yield "deals_life.kept", "message", deals_life.kept(by)
    yield "deals_life.undone", "message", deals_life.undone(told)
    yield "deals_life.says_won_again", "message", deals_life.says_won_again()
    yield "deals_life.taken_back_by", "line", told
    yield "deals_life.said_in", "line", deals_life.said_in("https://northwind.example/archives/C0DEALS/p1")
    yield "deals_life.taken_back_line", "message", deals_life.taken_back_line(account, told)
    for who in (None, OLIVIA):
        yield "deals_life.won_after_all", "message", deals_life.won_after_all(who)
        yield "deals_life.won_after_all_line", "message", deals_life.won_after_all_line(account, who)


def _of_accounts_life(words: Words) -> Iterator[Shown]:
    account, other, by = words.account(), words.account(id="a2"), words.owner or ""
    yield "accounts_life.name_is_taken", "words", accounts_life.name_is_taken(account)
    for who in (None, OLIVIA):
        for kept in (None, words.text):
            yield "accounts_life.renamed", "message", accounts_life.renamed(account, other, who, kept)
    yield "accounts_life.channel_kept", "message", accounts_life.channel_kept(words.text)
    customers = [f"C0CUST{number}" for number in range(words.rows)]
    for counts, channels in (([], []), ([("deals", 2), ("touch", 1)], customers)):
        yield "accounts_life.merge_modal", "modal", accounts_life.merge_modal(account, other, counts, channels, "{}")
    for may_archive, archived_by in ((True, None), (False, OLIVIA)):
        shown = accounts_life.merged_away(account, other, by, "m:1", may_archive=may_archive, archived_by=archived_by)
        yield "accounts_life.merged_away", "message", shown
    for sold in ([], [words.deal()]):
        yield "accounts_life.merged_here", "message", accounts_life.merged_here(account, other, by, sold)
    yield "accounts_life.parted", "message", accounts_life.parted(by)
    yield "accounts_life.parted_from", "message", accounts_life.parted_from(other, by)


def _of_handoff(words: Words) -> Iterator[Shown]:
    account, brief = words.account(), words.brief()
    signatures = [{}, {Side.SELLER: (SARA, "ab" * 32, AT), Side.DELIVERY_OWNER: (OLIVIA, "ab" * 32, AT)}]
    for state in HandoffState:
        step = words.handoff(state)
        for signed in signatures:
            for written in (None, brief):
                for sold in ([], [words.deal()] * words.rows):
                    yield "handoff.card", "message", handoff.card(account, sold, step, written, signed)
        yield "handoff.brief_modal", "modal", handoff.brief_modal(account, step, brief)
        yield "handoff.brief_modal", "modal", handoff.brief_modal(account, step, None)
        yield "handoff.return_modal", "modal", handoff.return_modal(account, step)
        yield "handoff.accept_modal", "modal", handoff.accept_modal(account, step, brief)
        yield "handoff.submitted", "message", handoff.submitted(account, step)
        yield "handoff.accepted", "message", handoff.accepted(account, step, TODAY)
        yield "handoff.returned", "message", handoff.returned(account, step)
        yield "handoff.claimed", "message", handoff.claimed(account, step)


def _of_home(words: Words) -> Iterator[Shown]:
    url = "https://northwind.example/"
    yield "home.outsider", "home", home.outsider(words.text)
    for who in (SARA, OLIVIA):
        for state in HandoffState:
            for day in (TODAY, TODAY + timedelta(days=3), TODAY + timedelta(days=60), TODAY - timedelta(days=3)):
                shown = words.home(who, state, day)
                yield "home.home", "home", home.home(shown, url)
                more = [section(escape(words.text))]
                yield "home.home", "home", home.home(shown, url, settings=more)
    for policy in (Policy(), Policy(deal_channels=("C0DEALSWON",) * 10, delivery_owners=(SARA, OLIVIA) * 25)):
        yield "home.first_run", "home", home.first_run(policy, policy.deal_channels, AT, "Europe/Berlin")
    yield "home.not_yet", "home", home.not_yet((SARA, OLIVIA) if words.people else ())
    yield "home.home", "home", home.home(Home(OLIVIA, AT, "UTC", ()), url)


def _of_nudges(words: Words) -> Iterator[Shown]:
    account, question = words.account(), words.question()
    line = nudges.question_line(account, question, "https://northwind.example/")
    yield "nudges.checkin_line", "line", nudges.checkin_line(account, words.checkin(), TODAY)
    yield "nudges.question_line", "line", line
    for more in ({"taken_by": OLIVIA}, {"reopened_at": AT}):
        told = nudges.question_line(account, replace(question, **more), "https://northwind.example/")
        yield "nudges.question_line", "line", told
    for state in HandoffState:
        yield "nudges.handoff_line", "line", nudges.handoff_line(account, words.handoff(state), TODAY, TODAY)
    for state_ in NudgeState:
        # Only a question can wait for the customer.
        for subject in (Subject.QUESTION,) if state_ is NudgeState.WITH_CUSTOMER else Subject:
            lines = [words.nudge(number, state_, subject) for number in range(words.rows)]
            yield "nudges.digest", "message", nudges.digest(lines, TODAY)
            yield "nudges.urgent", "message", nudges.urgent(words.nudge(0, state_, subject))
    yield "nudges.digest", "message", nudges.digest([words.nudge(0, NudgeState.DONE), words.nudge(1)], TODAY)
    yield "nudges.waiting", "message", nudges.waiting([words.nudge(number) for number in range(words.rows)])
    yield "nudges.waiting", "message", nudges.waiting([])
    for subject in Subject:
        yield "nudges.buttons", "blocks", [actions(*nudges.buttons(subject, "s1"))]
    yield "nudges.nobody", "message", nudges.nobody(line)


def policies(words: Words) -> Iterator[Policy]:
    """Rules in each state of the first run, and after it."""
    everything = Policy(
        deal_channels=tuple(f"C0DEALS{number}" for number in range(words.rows * 5)),
        deal_apps=("A0CRM",) if words.people else (),
        delivery_owners=(OLIVIA, SARA)[: 1 + words.people],
        admins=(SARA,) if words.people else (),
        quiet_start=True,
        quiet_until=AT + timedelta(days=14),
        set_up_at=AT,
    )
    yield Policy()
    yield replace(everything, set_up_at=None, quiet_until=None)
    yield everything
    yield replace(everything, quiet_until=AT, paused_at=AT)
    yield replace(everything, quiet_start=False, quiet_until=None, delivery_owners=())


def _of_setup(words: Words) -> Iterator[Shown]:
    who = [SARA, OLIVIA] if words.people else []
    yield "setup.some", "line", setup.some([escape(words.text)] * words.rows * 5)
    yield "setup.who_can", "line", setup.who_can(who)
    yield "setup.only_admins", "line", setup.only_admins(who)
    yield "setup.not_yet", "line", setup.not_yet(who, SARA)
    yield "setup.not_set_up_blocks", "blocks", setup.not_set_up_blocks(who)
    yield "setup.please_invite", "message", setup.please_invite("C0DEALS")
    yield "setup.lost", "message", setup.lost("C0DEALS")
    yield "setup.cannot_read", "line", setup.cannot_read(["C0DEALS"] * words.rows)
    yield "setup.last_day", "words", setup.last_day(AT, None)
    yield "setup.end_quiet_button", "element", setup.end_quiet_button()
    for is_quiet in (True, False):
        yield "setup.quiet_preview", "line", setup.quiet_preview(is_quiet, AT, "Europe/Berlin")
    for policy in policies(words):
        missing = policy.deal_channels[:1] if words.people else ()
        given = policy, missing, AT, "Europe/Berlin"
        yield "setup.steps_blocks", "blocks", setup.steps_blocks(*given)
        yield "setup.steps_message", "message", setup.steps_message(*given)
        yield "setup.steps_modal", "modal", setup.steps_modal(*given)
        yield "setup.quiet_state", "line", setup.quiet_state(policy, AT, None)
        yield "setup.is_on_blocks", "blocks", setup.is_on_blocks(policy)
        yield "setup.is_on_modal", "modal", setup.is_on_modal(policy, missing)


def _of_steps(words: Words) -> Iterator[Shown]:
    seller = PersonHint(name=words.text) if words.people else None
    deal = DealFields(account_name=words.text, amount=words.amount, currency=words.currency, seller=seller)
    taken = tuple(Taken(deal, words.seller) for _ in range(words.rows * 2))
    looks = [
        Look("C0DEALS", True, taken, unsure=1, apps=(("A0CRM", words.text),)),
        Look("C0DEALS", True, unsure=2),
        Look("C0DEALS", False),
        Look("C0DEALS", None),
    ]
    for policy in policies(words):
        for seen in (looks, []):
            shown = steps.channels_modal(policy, ["C0DEALS"], ["A0CRM", "A0OLD"] if seen else [], seen, "m:")
            yield "steps.channels_modal", "modal", shown
        for chosen in ([], [OLIVIA], [OLIVIA, SARA]):
            yield "steps.owners_modal", "modal", steps.owners_modal(policy, chosen, 4, "m:")
        for is_quiet in (True, False):
            yield "steps.quiet_modal", "modal", steps.quiet_modal(policy, is_quiet, AT, "Europe/Berlin", "m:")


def _of_settings(words: Words) -> Iterator[Shown]:
    who = [SARA] if words.people else []
    for policy in policies(words):
        blocks = settings.settings_blocks(policy, who, policy.deal_channels[:1] if words.people else (), AT, None)
        assert len(blocks) <= 12
        yield "settings.settings_blocks", "blocks", blocks
        yield "settings.settings_modal", "modal", settings.settings_modal(blocks)
    yield "settings.pause_button", "element", settings.pause_button()
    yield "settings.pause_question", "message", settings.pause_question()
    for template in ("acct-{account}", "acct-{tier}", words.text):
        yield "settings.names_modal", "modal", settings.names_modal(template, words.people, "m:")
    yield "settings.times_modal", "modal", settings.times_modal(settings.Times(time(9), 3, 10, 4), "m:")
    yield "settings.between", "words", settings.between("handoff_days")
    for name in ("", "trophy"):
        yield "settings.emoji_modal", "modal", settings.emoji_modal(name, "m:")
    yield "settings.admins_modal", "modal", settings.admins_modal(who, "m:")
    yield "settings.changes", "message", settings.changes([])
    before = {"deal_channels": [], "channel_name": words.text, "quiet_start": None, "paused_at": None, "deal_apps": []}
    after = {"deal_channels": ["C0DEALS"], "channel_name": "x", "quiet_start": True, "paused_at": AT.isoformat()}
    after |= {"delivery_owners": [OLIVIA], "deal_apps": [words.text], "gone": words.text}
    line = AT, SARA, "channels", before, after
    yield "settings.changes", "message", settings.changes([line, (AT, SARA, "set_up", {}, {})])
    told = [(AT, SARA, what, {}, {"channel": "C0DEALS"}) for what in settings.LAYOUT_CHANGES]
    yield "settings.changes", "message", settings.changes(told)


def public_views() -> set[str]:
    """The names of all functions that a module of views offers."""
    found = set()
    for name in MODULES:
        module = importlib.import_module(f"bot.views.{name}")
        for function, value in inspect.getmembers(module, inspect.isfunction):
            if value.__module__ == module.__name__ and not function.startswith("_"):
                found.add(f"{name}.{function}")
    return found


def parts_of(shown: Any) -> Iterator[dict[str, Any]]:
    """Every object in a message or view, the innermost too."""
    if isinstance(shown, dict):
        yield shown
        for value in shown.values():
            yield from parts_of(value)
    elif isinstance(shown, list):
        for value in shown:
            yield from parts_of(value)
