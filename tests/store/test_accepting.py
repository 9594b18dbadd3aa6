import datetime as dt
import hashlib
from dataclasses import replace

import pytest

from data_models.dataset import Loaded
from followup.loading import combine, load
from followup.store.database import StoreRefused
from followup.store.records import Accepted, Action, Author, Overtaken, Proposal, Recognised
from followup.texts.store_words import StoreRefusal
from tests.making import book, csv_bytes, row, sheet
from tests.store.files import (
    BO,
    EVA,
    accept,
    amounts,
    assert_same,
    made,
    proposal,
    seen,
)
from tests.store.whole import assert_whole


def test_an_empty_store_holds_nothing(store, database_url):
    assert store.underlag() == store.versions() == store.log() == []
    assert store.revision() == 0
    assert list(store.current().loaded.dataset) == []
    assert store.find("Bidrag") is None
    assert_whole(store, database_url)


def test_an_accepted_file_is_what_everyone_sees(store, open_store, database_url):
    content = book({"Fördelning": sheet("grants", row("grants", amount="1,25"))})
    loaded = load(content, "bidrag 2024.xlsx")
    outcome = store.accept(Proposal("Bidrag", content, loaded), EVA)
    assert isinstance(outcome, Accepted)
    shared = open_store().current()
    assert_same(shared.loaded, loaded)
    assert shared.versions == [outcome.version]
    assert shared.revision == 1
    assert_whole(store, database_url, {loaded.sha256: content})


def test_a_version_tells_what_was_accepted_and_by_whom(open_store, clock):
    store = open_store(clock)
    first = accept(store, " Bidrag   2024 ", "ett", "b.xlsx", loans=[{}], grants=[{}, {}])
    assert (first.underlag, first.number, first.file) == ("Bidrag 2024", 1, "b.xlsx")
    assert first.sha256 == hashlib.sha256(b"ett").hexdigest()
    assert first.size_bytes == 3
    assert first.accepted_at == clock.now
    assert first.author == EVA
    assert list(first.rows.items()) == [("grants", 2), ("loans", 1)]
    assert first.left_out == 2
    assert first.is_current
    assert store.versions() == [first]


def test_findings_and_mapping_are_kept_with_the_version(store):
    content = book({"Fördelning": sheet("grants", row("grants"), row("grants", amount="x"))})
    loaded = load(content, "a.xlsx")
    (version,) = [store.accept(Proposal("Bidrag", content, loaded), EVA).version]
    assert (version.errors, version.left_out) == (1, 1)
    kept = store.load(version)
    assert_same(kept, loaded)
    assert (kept.file, kept.sha256, kept.underlag) == (loaded.file, loaded.sha256, "Bidrag")
    assert kept.sheets[0].columns == loaded.sheets[0].columns


def test_a_new_file_is_the_next_version_and_takes_the_place_of_the_former(store, database_url):
    first = accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    second = accept(store, "Bidrag", "två", grants=[{"amount": 2}])
    assert (first.number, second.number) == (1, 2)
    assert amounts(store.current().loaded) == [2]
    assert amounts(store.load(first)) == [1]
    assert [one.is_current for one in store.versions()] == [True, False]
    assert_whole(store, database_url)


def test_underlag_count_their_versions_apart(store, database_url):
    accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    accept(store, "Lån", "lån", loans=[{}])
    accept(store, "Bidrag", "två", grants=[{"amount": 2}])
    told = [(one.name, one.versions, one.current.number) for one in store.underlag()]
    assert told == [("Bidrag", 2, 2), ("Lån", 1, 1)]
    assert store.current().loaded.dataset.row_counts == {"grants": 1, "loans": 1}
    assert_whole(store, database_url)


@pytest.mark.parametrize("name", ["BIDRAG å", "  bidrag \t Å\n"])
def test_an_underlag_is_found_however_it_is_spaced_and_cased(store, name):
    accept(store, "Bidrag Å", "ett")
    assert store.find(name).name == "Bidrag Å"
    assert accept(store, name, "två", grants=[{"amount": 2}]).number == 2
    assert [one.name for one in store.underlag()] == ["Bidrag Å"]


def test_every_versions_exact_bytes_can_be_had(store):
    contents = [bytes(range(256)), b"\x00", "åäö".encode(), b"\\x00 '\"\n" * 50_000]
    versions = [
        accept(store, "Bidrag", content, grants=[{"amount": at}])
        for at, content in enumerate(contents)
    ]
    assert [store.original(version) for version in versions] == contents


def test_a_former_version_is_made_current_again(store, database_url):
    first = accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    accept(store, "Bidrag", "två", grants=[{"amount": 2}])
    outcome = store.make_current(first, BO, seen(store, "Bidrag"))
    assert outcome == Accepted(first)
    assert amounts(store.current().loaded) == [1]
    assert store.find("Bidrag").current == first
    assert [(one.action, one.version, one.author) for one in store.log()] == [
        (Action.MADE_CURRENT, 1, BO), (Action.ACCEPTED, 2, EVA), (Action.ACCEPTED, 1, EVA),
    ]  # fmt: skip
    assert accept(store, "Bidrag", "tre", grants=[{"amount": 3}]).number == 3
    assert_whole(store, database_url)


def test_what_is_current_already_is_recognised(store):
    first = accept(store, "Bidrag", "ett")
    assert store.make_current(first, BO, seen(store, "Bidrag")) == Recognised(first)
    assert len(store.log()) == 1


def test_a_withdrawn_underlag_is_out_of_the_dataset_and_keeps_its_versions(store, database_url):
    accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    accept(store, "Lån", "lån", loans=[{}])
    assert store.withdraw("bidrag", BO, seen(store, "Bidrag")) == Accepted(None)
    assert list(store.current().loaded.dataset) == ["loans"]
    found = store.find("Bidrag")
    assert (found.versions, found.current) == (1, None)
    assert store.log()[0].action is Action.WITHDRAWN
    assert_whole(store, database_url)


def test_the_last_underlag_can_be_withdrawn_and_come_back(store, database_url):
    first = accept(store, "Bidrag", "ett")
    store.withdraw("Bidrag", BO, seen(store, "Bidrag"))
    assert list(store.current().loaded.dataset) == []
    assert_whole(store, database_url)
    store.make_current(first, BO, seen(store, "Bidrag"))
    assert amounts(store.current().loaded) == [1]
    assert_whole(store, database_url)


def test_what_is_withdrawn_cannot_be_withdrawn_again(store):
    accept(store, "Bidrag", "ett")
    store.withdraw("Bidrag", BO, seen(store, "Bidrag"))
    outcome = store.withdraw("Bidrag", BO, seen(store, "Bidrag"))
    assert outcome == Overtaken(store.find("Bidrag"))
    assert store.withdraw("Lån", BO, 0) == Overtaken(None)


@pytest.mark.parametrize("file", ["a.xlsx", "samma fil.xlsx"])
@pytest.mark.parametrize("underlag", ["Bidrag", "Andra bidrag"])
def test_the_same_bytes_are_recognised_and_add_nothing(store, underlag, file):
    first = accept(store, "Bidrag", "ett")
    revision = store.revision()
    outcome = store.accept(proposal(underlag, "ett", file, seen(store, underlag)), BO)
    assert outcome == Recognised(first)
    assert (store.versions(), store.revision(), len(store.log())) == ([first], revision, 1)
    assert [one.name for one in store.underlag()] == ["Bidrag"]


def test_bytes_of_a_former_version_are_recognised(store):
    first = accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    accept(store, "Bidrag", "två", grants=[{"amount": 2}])
    outcome = store.accept(proposal("Bidrag", "ett", seen=seen(store, "Bidrag")), BO)
    assert outcome == Recognised(replace(first, is_current=False))


def test_the_same_bytes_read_another_way_are_a_version_of_their_own(store, database_url):
    content = csv_bytes([["Organisation", "Budgetår", "Anslag", "Mottagare", "Belopp"],
                         ["Region X", 2024, "Bidrag", "Förening A", 1000]])  # fmt: skip
    accept(store, "Bidrag", content, grants=[{"amount": 1}])
    second = accept(store, "Bidrag", content, grants=[{"amount": 1000}])
    assert second.number == 2
    assert store.original(second) == content
    assert amounts(store.current().loaded) == [1000]
    assert_whole(store, database_url)


def test_who_has_not_seen_the_latest_is_told_what_there_is(store):
    first = accept(store, "Bidrag", "ett")
    asked = proposal("bidrag", "två", seen=0, grants=[{"amount": 2}])
    assert store.accept(asked, BO) == Overtaken(store.find("Bidrag"))
    assert store.make_current(first, BO, seen=0) == Overtaken(store.find("Bidrag"))
    assert store.withdraw("Bidrag", BO, seen=0) == Overtaken(store.find("Bidrag"))
    assert (store.versions(), store.revision()) == ([first], 1)


def test_every_change_of_an_underlag_gives_it_another_revision(store):
    first = accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    revisions = {0, seen(store, "Bidrag")}
    accept(store, "Bidrag", "två", grants=[{"amount": 2}])
    revisions.add(seen(store, "Bidrag"))
    store.make_current(first, BO, seen(store, "Bidrag"))
    revisions.add(seen(store, "Bidrag"))
    store.withdraw("Bidrag", BO, seen(store, "Bidrag"))
    revisions.add(seen(store, "Bidrag"))
    assert len(revisions) == 5


def test_a_change_of_one_underlag_leaves_the_revision_of_another(store):
    accept(store, "Bidrag", "ett")
    before = seen(store, "Bidrag")
    accept(store, "Lån", "lån", loans=[{}])
    assert seen(store, "Bidrag") == before


def test_of_the_same_row_in_two_underlag_the_latest_accepted_counts(store, database_url):
    accept(store, "Gamla", "ett", "ett.xlsx", grants=[{"amount": 1}])
    accept(store, "Nya", "två", "två.xlsx", grants=[{"amount": 2}])
    assert amounts(store.current().loaded) == [2]
    accept(store, "Gamla", "tre", "tre.xlsx", grants=[{"amount": 3}])
    assert amounts(store.current().loaded) == [3]
    assert store.current().loaded.file == "tre.xlsx, två.xlsx"
    store.withdraw("Gamla", BO, seen(store, "Gamla"))
    assert amounts(store.current().loaded) == [2]
    assert_whole(store, database_url)


def test_two_underlag_may_have_files_of_one_name(store, database_url):
    accept(store, "Ett", "ett", grants=[{"recipient": "A", "amount": 1}])
    accept(store, "Två", "två", grants=[{"recipient": "B", "amount": 2}], loans=[{}])
    dataset = store.current().loaded.dataset
    newest, oldest = dataset["grants"]["file"]
    assert newest == dataset["loans"]["file"].item() == "a.xlsx"
    assert oldest.startswith("a.xlsx ")
    assert_whole(store, database_url)


@pytest.mark.parametrize(
    "asked",
    [
        Proposal("  ", b"x", made(b"x", grants=[{}])),
        Proposal("Bidrag", b"x", Loaded("a.xlsx", "0" * 64)),
    ],
    ids=["no name", "no rows"],
)
def test_an_accept_without_a_name_or_rows_is_a_mistake_of_the_caller(store, asked):
    with pytest.raises(ValueError, match="a name"):
        store.accept(asked, EVA)
    assert store.revision() == 0


def test_a_rebuild_makes_the_same_again_and_is_logged(store, database_url):
    accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    accept(store, "Lån", "lån", loans=[{}])
    before = store.current()
    after = store.rebuild(BO)
    assert_same(after.loaded, before.loaded)
    assert (after.revision, after.versions) == (before.revision + 1, before.versions)
    assert (store.log()[0].action, store.log()[0].author) == (Action.REBUILT, BO)
    assert_whole(store, database_url)


def test_how_an_author_is_known_is_kept(store):
    signed_in = Author("ekonom", "Åsa", "inloggad")
    store.accept(proposal("Bidrag", "ett"), signed_in)
    assert store.log()[0].author == store.versions()[0].author == signed_in


def test_the_same_row_is_taken_as_combining_takes_it(store):
    files = [
        made(b"2", "två.xlsx", grants=[{"amount": 2}]),
        made(b"1", "ett.xlsx", grants=[{"amount": 1}, {"recipient": "B", "amount": 4}]),
    ]
    for one, content in ((files[1], b"1"), (files[0], b"2")):
        store.accept(Proposal(one.file, content, one), EVA)
    kept = [replace(one, underlag=one.file) for one in files]
    assert_same(store.current().loaded, combine(kept))


def test_a_text_with_a_sign_that_cannot_be_kept_is_refused_before_anything_changes(store):
    with pytest.raises(StoreRefused) as told:
        accept(store, "Bidrag", "ett", grants=[{"recipient": "A\0B"}])
    assert told.value.refusal is StoreRefusal.NUL_SIGN
    assert store.versions() == []


def test_days_to_come_are_known_as_today(store):
    accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    known = store.known_on(dt.date(9999, 12, 31))
    assert amounts(known.loaded) == [1]
    assert not known.is_before_start
