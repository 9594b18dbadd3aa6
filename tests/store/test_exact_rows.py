"""What is stored is what was loaded: every value, in `current()` and in the tables."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_models.kinds import KINDS
from followup.loading import combine
from followup.store.database import StoreRefused
from followup.store.store import Store
from followup.texts.store_words import StoreRefusal
from tests import frames
from tests.store.engines import fresh_database, is_sqlite, select
from tests.store.files import EVA, accept, assert_same_frames, made, proposal, seen
from tests.store.whole import assert_tables_hold, assert_whole

ODD_TEXTS = [
    "Åsa Öberg ä", "", " ", "\t", "\n", "\r", "\r\n", "rad ett\nrad två\tkolumn", "\\", "\\\\",
    "\\N", "\\.", "\\n", "\\t", "N", "NULL", "null", '"', '""', '"citat", sade hon', "'", ";",
    ",", "a\\", "\\x41", "{a,b}", "%s", "?", ":namn", "$1", "-- ", "\x01\x1f\x7f", "\ufeff",
    "\u00a0", "\u2028", "−1 213", "😀", "a\u0308", "x" * 100_000,
]  # fmt: skip
LARGEST = Decimal("92233720368547758.07")
"""The largest amount whose öre SQLite can count."""


def assert_kept(store, url, file):
    shared = store.current()
    assert_same_frames(shared.loaded.dataset.frames, file.dataset.frames)
    assert_same_frames(store.load(shared.versions[0]).dataset.frames, file.dataset.frames)
    assert_tables_hold(url, file.dataset.frames)


def stored(store, url, **kinds):
    given = made(b"ett", **kinds)
    accept(store, "Underlag", "ett", **kinds)
    assert_kept(store, url, given)


def test_odd_texts_come_back_as_they_were(store, database_url):
    rows = [{"recipient": text, "registry_no": text} for text in ODD_TEXTS]
    stored(store, database_url, grants=rows)


def test_an_odd_text_in_every_row_comes_back(store, database_url):
    for text in ODD_TEXTS:
        rows = [{"recipient": text, "source": text}] * 2
        accept(store, "Underlag", text, grants=rows)
        assert_kept(store, database_url, made(text.encode(), grants=rows))


def test_empty_is_another_thing_than_missing(store, database_url):
    stored(store, database_url, grants=[{"body": ""}, {"body": None}, {"body": "x"}])
    condition = "SELECT count(*) FROM current_grants WHERE body IS NULL"
    assert select(database_url, condition) == [(1,)]


def test_amounts_are_exact(store, database_url):
    amounts = ["0", "0.01", "-0.01", "0.10", "0.29", "1.15", "-1213000", "123456789012345.67"]
    rows = [{"amount": Decimal(one), "previous": None} for one in (*amounts, LARGEST, -LARGEST)]
    stored(store, database_url, grants=rows)
    if is_sqlite(database_url):
        kept = select(database_url, "SELECT sum(amount_ore) FROM current_grants WHERE row < 10")
        assert kept == [(sum(int(Decimal(one) * 100) for one in amounts),)]
        kronor = select(database_url, "SELECT amount FROM current_grants WHERE row = 6")
        assert kronor == [(0.29,)]


def test_an_amount_too_large_for_the_engine_is_refused_and_nothing_changes(store, database_url):
    accept(store, "Bidrag", "ett")
    rows = [{"amount": LARGEST + Decimal("0.01")}]
    asked = proposal("Bidrag", "två", seen=seen(store, "Bidrag"), grants=rows)
    if is_sqlite(database_url):
        with pytest.raises(StoreRefused) as refused:
            store.accept(asked, EVA)
        assert refused.value.refusal is StoreRefusal.AMOUNT_TOO_LARGE
        assert str(refused.value).startswith("Ett belopp i Fördelning är för stort")
        assert store.revision() == 1
    else:
        store.accept(asked, EVA)
        assert store.revision() == 2
    assert_whole(store, database_url)


def test_percents_numbers_days_and_flags_come_back(store, database_url):
    stored(
        store,
        database_url,
        loans=[{"rate": Decimal("2.347001"), "start_date": dt.date(1990, 1, 1)}, {}],
        guarantees=[
            {"organisation": "R", "joint_and_several": flag, "counterparty": str(flag)}
            for flag in (True, False, None)
        ],
        policy_limits=[{"maximum": Decimal("0.000001"), "normal": Decimal("-1.5")}],
    )


def test_every_kind_without_a_value_in_any_column_comes_back(store, database_url):
    empty = {
        kind: pl.DataFrame([dict.fromkeys(schema) | {"row": 2}], schema=schema)
        for kind, schema in ((one, KINDS[one].frame_schema) for one in KINDS)
    }
    stored(store, database_url, **empty)


def test_a_kind_without_rows_is_still_there(store, database_url):
    stored(store, database_url, grants=[{}], loans=KINDS["loans"].empty())
    assert store.current().loaded.dataset.row_counts == {"grants": 1, "loans": 0}


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_postgresql_database_in_another_encoding_holds_swedish(tmp_path, encoding):
    options = f"ENCODING '{encoding}' LOCALE 'C'"
    with fresh_database("postgresql", tmp_path, options=options) as url:
        store = Store(combine, url)
        stored(store, url, grants=[{"recipient": "Åsa Öberg é §"}])
        store.close()


def test_many_rows_come_back(store, database_url):
    many = frames.frame("grants", {}).select(pl.all().repeat_by(50_001).explode())
    number = pl.int_range(pl.len())
    many = many.with_columns(row=number, recipient=pl.format("Förening {}", number))
    stored(store, database_url, grants=many)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_row_comes_back(store, database_url, data):
    text = st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
    amount = st.none() | st.decimals(-LARGEST, LARGEST, places=2)
    day = st.none() | st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
    rows = data.draw(
        st.lists(
            st.fixed_dictionaries(
                {"recipient": text, "amount": amount, "decided_on": day, "registry_no": text,
                 "budget_year": st.none() | st.integers(-(2**63), 2**63 - 1)}
            ),
            min_size=1,
            max_size=5,
        )
    )  # fmt: skip
    content = repr(rows)
    asked = proposal("Underlag", content, seen=seen(store, "Underlag"), grants=rows)
    store.accept(asked, EVA)
    version = next(one for one in store.versions() if one.sha256 == asked.loaded.sha256)
    store.make_current(version, EVA, seen(store, "Underlag"))
    assert_kept(store, database_url, asked.loaded)
