"""Whatever is done in whatever order, what holds for every store goes on holding."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followup.store.records import Accepted, Recognised
from tests.store.files import BO, EVA, proposal, seen
from tests.store.whole import assert_whole

NAMES = st.sampled_from(["Bidrag", "Lån", "Allt"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {"recipient": st.sampled_from("AB"), "amount": st.integers(1, 3)}
    ), max_size=3,
)  # fmt: skip
ACCEPT = st.tuples(st.just("accept"), NAMES, st.integers(0, 5), ROWS, st.booleans())
MAKE_CURRENT = st.tuples(st.just("make current"), st.integers(0, 9))
WITHDRAW = st.tuples(st.just("withdraw"), NAMES)


def do(store, step):
    match step:
        case "accept", name, number, grants, has_loans:
            loans = {"loans": [{"loan_id": str(number)}]} if has_loans else {}
            asked = proposal(name, f"{number}", f"{name}.xlsx", seen(store, name),
                             grants=grants, **loans)  # fmt: skip
            return store.accept(asked, EVA)
        case "make current", at:
            versions = store.versions()
            if not versions:
                return None
            version = versions[at % len(versions)]
            return store.make_current(version, BO, seen(store, version.underlag))
        case "withdraw", name:
            return store.withdraw(name, BO, seen(store, name))


def emptied(store):
    """Take every underlag out, so that each example begins with nothing that is current."""
    for one in store.underlag():
        if one.current:
            store.withdraw(one.name, EVA, one.revision)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.one_of(ACCEPT, ACCEPT, MAKE_CURRENT, WITHDRAW), min_size=1, max_size=6))
def test_any_sequence_of_changes_leaves_the_store_whole(store, database_url, steps):
    emptied(store)
    for step in steps:
        before, log = store.revision(), store.log()
        outcome = do(store, step)
        grown = int(isinstance(outcome, Accepted))
        assert store.revision() == before + grown
        assert store.log()[grown:] == log
        if isinstance(outcome, Recognised):
            assert outcome.version in store.versions()
        assert_whole(store, database_url)
