import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.naming import account_key, channel_name

relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("account", "name"),
    [
        ("Kumquat Press", "acct-kumquat-press"),
        ("Brandt & Töchter GmbH", "acct-brandt-and-tochter-gmbh"),
        ("L'Atelier d'Été", "acct-latelier-dete"),
        ("Ромашка", "acct-romashka"),
        ("!!!", "acct-customer"),
        ("", "acct-customer"),
    ],
)
def test_an_account_gets_a_name_that_slack_accepts(account: str, name: str) -> None:
    assert channel_name("acct-{account}", account) == name


def test_a_suffix_survives_a_long_name() -> None:
    name = channel_name("acct-{account}", "Long " * 50, suffix=12)
    assert len(name) <= 80
    assert name.endswith("-12")


@pytest.mark.parametrize("template", ["acct-{customer}", "acct-{account}-{region}", "acct-{account", "acct-{}", "acct"])
def test_a_template_that_can_not_work_says_what_is_allowed(template: str) -> None:
    with pytest.raises(ValueError, match=r"\{account\}"):
        channel_name(template, "Kumquat Press")


@relaxed
@given(st.text(max_size=300), st.none() | st.integers(2, 9999))
def test_any_account_gets_a_valid_name(account: str, suffix: int | None) -> None:
    name = channel_name("acct-{account}", account, suffix)
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,78}[a-z0-9]", name)
    assert re.search(r"[a-z0-9]", name.removeprefix("acct-"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kumquat Press Ltd.", "KUMQUAT PRESS"),
        ("Brandt & Söhne GmbH", "Brandt and Söhne"),
        ("Peñalara, S.A.", "Peñalara SA"),
        ("Café Noir SARL", "Cafe\u0301 Noir"),
        ("Fjell A/S", "Fjell AS"),
        ("O'Hara Freight Inc", "O\u2019Hara Freight, Inc."),
        ("Luz y Sombra S.L.", "Luz & Sombra"),
    ],
)
def test_two_spellings_are_one_account(one: str, other: str) -> None:
    assert account_key(one) == account_key(other)


def test_different_accounts_stay_apart_and_a_lone_legal_form_stays() -> None:
    assert account_key("Kumquat Press") != account_key("Kumquat Books")
    assert account_key("SAS") == "sas"
    assert account_key("Ltd") == "ltd"


@relaxed
@given(st.text(min_size=1, max_size=100))
def test_a_key_is_stable(name: str) -> None:
    key = account_key(name)
    assert account_key(key) == key
    assert account_key(name.strip()) == key
    if any(letter.isalnum() for letter in name):
        assert key
