"""Several at once on one store, from threads: one is first, the others are told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from followup.store.records import Accepted, Overtaken, Recognised
from tests.store.files import BO, EVA, accept, amounts, proposal, seen
from tests.store.whole import assert_whole

AT_ONCE = 6


def at_once(act):
    barrier = Barrier(AT_ONCE)

    def one(at):
        barrier.wait()
        return act(at)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


def test_of_accepts_of_one_underlag_at_once_one_wins(store, database_url):
    accept(store, "Bidrag", "ett")
    base = seen(store, "Bidrag")
    outcomes = at_once(
        lambda at: store.accept(
            proposal("Bidrag", f"v{at}", seen=base, grants=[{"amount": at}]), EVA
        )
    )
    won = [at for at, one in enumerate(outcomes) if isinstance(one, Accepted)]
    assert len(won) == 1
    lost = [one for one in outcomes if not isinstance(one, Accepted)]
    assert lost == [Overtaken(store.find("Bidrag"))] * (AT_ONCE - 1)
    assert amounts(store.current().loaded) == won
    assert_whole(store, database_url)


def test_of_first_accepts_at_once_one_makes_the_underlag(store, database_url):
    outcomes = at_once(
        lambda at: store.accept(proposal("Bidrag", f"v{at}", grants=[{"amount": at}]), EVA)
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Accepted"] + ["Overtaken"] * 5
    assert_whole(store, database_url)


def test_of_the_same_bytes_at_once_one_is_accepted_and_the_others_recognised(store, database_url):
    outcomes = at_once(lambda at: store.accept(proposal("Bidrag", "samma"), EVA))
    (version,) = store.versions()
    assert outcomes.count(Accepted(version)) == 1
    assert outcomes.count(Recognised(version)) == AT_ONCE - 1
    assert_whole(store, database_url)


def test_accepts_of_different_underlag_at_once_are_all_kept(store, database_url):
    outcomes = at_once(
        lambda at: accept(
            store, f"Underlag {at}", f"v{at}", f"{at}.xlsx",
            grants=[{"recipient": str(at), "amount": at}],
        )
    )  # fmt: skip
    assert {one.underlag for one in outcomes} == {f"Underlag {at}" for at in range(AT_ONCE)}
    assert sorted(amounts(store.current().loaded)) == list(range(AT_ONCE))
    assert_whole(store, database_url)


def test_of_an_undo_and_a_withdrawal_at_once_one_wins(store, database_url):
    first = accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    accept(store, "Bidrag", "två", grants=[{"amount": 2}])
    base = seen(store, "Bidrag")
    outcomes = at_once(
        lambda at: (
            store.withdraw("Bidrag", BO, base) if at % 2 else store.make_current(first, BO, base)
        )
    )
    assert [isinstance(one, Accepted) for one in outcomes].count(True) == 1
    assert len(store.log()) == 3
    assert_whole(store, database_url)


def test_readers_see_one_state_while_others_change_it(store, open_store, database_url):
    accept(store, "Ett", "0", grants=[{"recipient": "A", "amount": 0}])
    accept(store, "Två", "0b", grants=[{"recipient": "B", "amount": 0}])
    reader = open_store()

    def act(at):
        if at == 0:
            for number in range(1, 8):
                rows = [{"recipient": "A", "amount": number}]
                accept(store, "Ett", str(number), grants=rows)
            return []
        return [reader.current() for _ in range(15)]

    for shared in (one for told in at_once(act) for one in told):
        number = shared.revision - 2
        grants = shared.loaded.dataset["grants"]
        own = grants.filter(recipient="A")["amount"].to_list()
        assert set(own) == {number}
        newest = shared.versions[0]
        assert (newest.underlag, newest.number) == (("Ett", number + 1) if number else ("Två", 1))
    assert_whole(store, database_url)
