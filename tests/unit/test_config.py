"""Settings: every problem at once, in words; the environment before the file; nothing secret shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Settings, SettingsError, database_url, env_example, load_settings, moved_names, unknown_names

GOOD = {"bot_token": "xoxb-one", "app_token": "xapp-one"}


def problems_with(env_file: Path | None = None, **values: object) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(env_file, **values)
    return str(caught.value).splitlines()


def names(problems: list[str]) -> set[str]:
    return {problem.partition(":")[0].removeprefix("WARMLINE_") for problem in problems}


def test_two_tokens_are_enough_and_the_rest_has_defaults() -> None:
    settings = load_settings(None, **GOOD)
    assert settings.transport == "socket"
    assert settings.admins == ()


def test_nothing_set_names_both_tokens() -> None:
    assert names(problems_with()) == {"BOT_TOKEN", "APP_TOKEN"}


def test_every_problem_is_named_at_once() -> None:
    found = problems_with(
        transport="carrier pigeon",
        port="http",
        time_scale=0.5,
        log_level="LOUD",
        database_url="mysql://x",
        api_url="slack.com",
        clock_url="here",
        bot_token="xoxp-wrong",
    )
    assert names(found) == {
        "TRANSPORT", "PORT", "TIME_SCALE", "LOG_LEVEL", "DATABASE_URL", "API_URL", "CLOCK_URL", "BOT_TOKEN",
        "APP_TOKEN",
    }  # fmt: skip
    assert len(found) == len(set(found)), "each once"


def test_http_needs_a_signing_secret_and_no_app_token() -> None:
    assert names(problems_with(transport="http", bot_token="xoxb-one")) == {"SIGNING_SECRET"}
    assert load_settings(None, transport="http", bot_token="xoxb-one", signing_secret="s").transport == "http"


def test_problems_quote_no_secret(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("WARMLINE_BOT_TOKEN=CANARY-token\nWARMLINE_APP_TOKEN=CANARY-app\nWARMLINE_PORT=CANARY-port\n")
    assert "CANARY" not in "\n".join(problems_with(env))


def test_settings_show_no_secret() -> None:
    settings = load_settings(None, bot_token="xoxb-CANARY", app_token="xapp-CANARY", signing_secret="CANARY")
    assert "CANARY" not in repr(settings) + str(settings) + settings.model_dump_json()


def test_lists_are_written_with_commas(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text(
        "WARMLINE_BOT_TOKEN=xoxb-one\nWARMLINE_APP_TOKEN=xapp-one\nWARMLINE_ADMINS= amir@n.example , U0SECOND,,\n"
    )
    assert load_settings(env).admins == ("amir@n.example", "U0SECOND")


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env = tmp_path / ".env"
    env.write_text("WARMLINE_BOT_TOKEN=xoxb-one\nWARMLINE_APP_TOKEN=xapp-one\nWARMLINE_PORT=1111\n")
    assert load_settings(env).port == 1111
    monkeypatch.setenv("WARMLINE_PORT", "2222")
    assert load_settings(env).port == 2222
    assert load_settings(env, port=3333).port == 3333


def test_a_missing_file_is_no_problem(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "nowhere.env", **GOOD).port == 8080


def test_the_web_apis_address_ends_with_a_slash() -> None:
    assert load_settings(None, **GOOD, api_url="http://127.0.0.1:1/api").api_url == "http://127.0.0.1:1/api/"


def test_the_database_is_found_while_tokens_are_missing(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("WARMLINE_TRANSPORT=http\nWARMLINE_DATABASE_URL=sqlite+aiosqlite:///other.db\n")
    assert database_url(env) == "sqlite+aiosqlite:///other.db"
    env.write_text("WARMLINE_DATABASE_URL=mysql://x\n")
    with pytest.raises(SettingsError, match="WARMLINE_DATABASE_URL"):
        database_url(env)


def test_names_that_are_no_setting_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env = tmp_path / ".env"
    env.write_text("WARMLINE_BOT_TOKEN=xoxb-one\nWARMLINE_CHANEL_NAME=x\nOTHER=1\n")
    monkeypatch.setenv("WARMLINE_HANDOF_DAYS", "3")
    monkeypatch.setenv("WARMLINE_TEST_DATABASE_URL", "postgresql://x")
    assert unknown_names(env) == ["WARMLINE_CHANEL_NAME", "WARMLINE_HANDOF_DAYS"]


def test_rules_that_are_set_in_slack_now_are_named_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env = tmp_path / ".env"
    env.write_text("WARMLINE_DEAL_CHANNELS=deals-won\nWARMLINE_ADMINS=U0AMIR\n")
    monkeypatch.setenv("WARMLINE_DIGEST_TIME", "09:00")
    assert moved_names(env) == ["WARMLINE_DEAL_CHANNELS", "WARMLINE_DIGEST_TIME"]
    assert unknown_names(env) == []


def test_the_example_can_be_read_back(tmp_path: Path) -> None:
    """Copied as it is, with only the tokens filled in, it gives the defaults."""
    env = tmp_path / ".env"
    text = env_example().replace("BOT_TOKEN=", "BOT_TOKEN=xoxb-one").replace("APP_TOKEN=", "APP_TOKEN=xapp-one")
    env.write_text(text)
    assert load_settings(env) == load_settings(None, **GOOD)
    for field in Settings.model_fields.values():
        assert field.description, "every setting is explained"
        assert f"# {field.description}\n" in text
