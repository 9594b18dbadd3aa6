import json
import os

import pytest

from data_models.choices import Choices
from followup.store.choices import ChoiceStore, data_folder

SIGNATURE = "0123456789abcdef"
BY_HAND = Choices("decisions", 3, "tkr", {"A": "title", "B": ""}, {"organisation": "Region Ett"})


@pytest.fixture
def store(tmp_path):
    return ChoiceStore(tmp_path)


def _kept(tmp_path):
    return sorted(path.name for path in (tmp_path / "choices").iterdir())


def test_a_choice_is_found_again_by_its_headers(store, tmp_path):
    assert store.keep(SIGNATURE, BY_HAND)
    assert store.find(SIGNATURE) == BY_HAND
    assert ChoiceStore(tmp_path).find(SIGNATURE) == BY_HAND
    assert _kept(tmp_path) == [f"{SIGNATURE}.json"]


def test_other_headers_have_no_choice(store):
    store.keep(SIGNATURE, BY_HAND)
    assert store.find("fedcba9876543210") is None


def test_the_last_choice_holds(store):
    store.keep(SIGNATURE, BY_HAND)
    store.keep(SIGNATURE, Choices(kind=""))
    assert store.find(SIGNATURE) == Choices(kind="")


def test_a_forgotten_choice_is_gone(store):
    store.keep(SIGNATURE, BY_HAND)
    store.forget(SIGNATURE)
    store.forget(SIGNATURE)
    assert store.find(SIGNATURE) is None


def test_dates_and_years_belong_to_one_file_and_are_not_kept(store):
    fixed = {"organisation": "Region Ett", "meeting_date": "2024-12-17", "budget_year": "2025"}
    store.keep(SIGNATURE, Choices("decisions", 1, "kr", {}, fixed))
    assert store.find(SIGNATURE).fixed == {"organisation": "Region Ett"}


@pytest.mark.parametrize(
    "signature", ["", "../../etc/passwd", "0123456789ABCDEF", SIGNATURE + "\n"]
)
def test_only_a_signature_names_a_file(store, tmp_path, signature):
    assert not store.keep(signature, BY_HAND)
    assert store.find(signature) is None
    store.forget(signature)
    assert not (tmp_path / "choices").exists()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        '{"okänt": 1}',
        '{"kind": "horoskop"}',
        '{"kind": 7}',
        '{"kind": "decisions", "columns": {"A": "star_sign"}}',
        '{"kind": "decisions", "columns": ["A"]}',
        '{"kind": "decisions", "fixed": {"star_sign": "x"}}',
        '{"kind": "decisions", "header_row": "tre"}',
        "\x00\xff",
    ],
)
def test_a_spoilt_or_outdated_file_is_as_none(store, tmp_path, content):
    (tmp_path / "choices").mkdir()
    (tmp_path / "choices" / f"{SIGNATURE}.json").write_text(content, encoding="latin-1")
    assert store.find(SIGNATURE) is None


def test_what_is_kept_can_be_read_by_people(store, tmp_path):
    store.keep(SIGNATURE, Choices("loans", 1, "kr", {}, {"organisation": "Region Örebro"}))
    text = (tmp_path / "choices" / f"{SIGNATURE}.json").read_text(encoding="utf-8")
    assert json.loads(text)["fixed"] == {"organisation": "Region Örebro"}
    assert "Örebro" in text


def test_the_stamp_changes_when_a_choice_does(store):
    stamps = [store.stamp()]
    for change in (
        lambda: store.keep(SIGNATURE, BY_HAND),
        lambda: store.keep(SIGNATURE, Choices(kind="")),
        lambda: store.forget(SIGNATURE),
    ):
        os.utime(store._folder, ns=(1, 1)) if store._folder.exists() else None
        change()
        stamps.append(store.stamp())
    assert len(set(stamps)) == len(stamps)


def test_a_folder_that_cannot_be_used_keeps_nothing_and_goes_on(tmp_path):
    (tmp_path / "choices").write_text("en fil", encoding="utf-8")
    store = ChoiceStore(tmp_path)
    assert not store.keep(SIGNATURE, BY_HAND)
    assert store.find(SIGNATURE) is None
    store.forget(SIGNATURE)


def test_the_folder_is_set_by_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("FOLLOWUP_DATA", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv("FOLLOWUP_DATA")
    assert data_folder().name == "data"
