import pytest

from followup.store.database import StoreRefused
from followup.texts.store_words import StoreRefusal
from tests.faults.others import opened
from tests.faults.serving import WAYS, stop_rounds
from tests.store.cluster import PASSWORD
from tests.store.engines import fresh_database, url_of
from tests.store.files import accept, amounts
from tests.store.whole import assert_whole

SEED = 20_241_217


def test_a_server_that_goes_away_leaves_the_old_state_or_the_new_one(
    own_server, rounds, tmp_path, tell
):
    stops = stop_rounds(own_server, max(4, rounds // 4), SEED, tmp_path)
    tell(stops)
    assert sum(stops.found.values()) == stops.rounds.total() == max(4, rounds // 4)
    assert set(stops.rounds) == set(WAYS)


def test_a_store_that_lived_through_a_restart_works_again(own_server, tmp_path):
    with fresh_database("postgresql", tmp_path, own_server.address) as url, opened(url) as store:
        accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
        own_server.stop()
        with pytest.raises(StoreRefused) as refused:
            store.current()
        assert refused.value.refusal is StoreRefusal.UNREACHABLE
        own_server.start()
        assert amounts(store.current().loaded) == [1]
        accept(store, "Bidrag", "två", grants=[{"amount": 2}])
        assert_whole(store, url)


@pytest.mark.parametrize("given", [f"{PASSWORD}x", None, f"fel/{PASSWORD}"])
def test_a_wrong_password_is_refused_without_telling_it(own_server, given):
    url = url_of(own_server.address)._replace(password=given)
    with pytest.raises(StoreRefused) as refused, opened(url):
        pass
    assert refused.value.refusal is StoreRefusal.UNREACHABLE
    assert "FOLLOWUP_DATABASE_URL" in str(refused.value)
    assert PASSWORD not in str(refused.value)
