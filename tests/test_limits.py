from dataclasses import fields

import pytest

from followup.limits import Limits, variable


def test_without_settings_the_defaults_hold(monkeypatch):
    for one in fields(Limits):
        monkeypatch.delenv(variable(one.name), raising=False)
    assert Limits.from_environment() == Limits()


@pytest.mark.parametrize("name", [one.name for one in fields(Limits)])
def test_every_limit_can_be_set_in_the_environment(name, monkeypatch):
    monkeypatch.setenv(f"FOLLOWUP_{name.upper()}", "7")
    assert getattr(Limits.from_environment(), name) == 7


def test_an_empty_setting_is_no_setting(monkeypatch):
    monkeypatch.setenv("FOLLOWUP_ROWS", "")
    assert Limits.from_environment().rows == Limits().rows


@pytest.mark.parametrize("text", ["många", "0", "-5", "1,5", "1e6"])
def test_a_setting_that_is_no_whole_number_is_named(text, monkeypatch):
    monkeypatch.setenv("FOLLOWUP_WORKER_SECONDS", text)
    with pytest.raises(ValueError, match="FOLLOWUP_WORKER_SECONDS"):
        Limits.from_environment()
