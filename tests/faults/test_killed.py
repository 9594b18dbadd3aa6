import pytest

from tests.faults.killing import kill_rounds
from tests.faults.racing import WAYS, race_rounds
from tests.store.engines import ENGINES, server_address

SEED = 20_241_217


@pytest.mark.parametrize("engine", ENGINES)
def test_a_killed_process_leaves_the_old_state_or_the_new_one(engine, rounds, tell):
    server = server_address() if engine == "postgresql" else ""
    kills = kill_rounds(engine, rounds, SEED, server)
    tell(kills)
    assert kills.rounds == rounds
    assert sum(kills.hits.values()) == sum(kills.found.values()) == rounds


@pytest.mark.parametrize("engine", ENGINES)
def test_of_two_processes_at_once_one_is_first_and_nothing_is_lost(engine, rounds, tell):
    server = server_address() if engine == "postgresql" else ""
    races = race_rounds(engine, max(3, rounds // 2), SEED, server)
    tell(races)
    assert [races.rounds[way] for way in WAYS] == [max(3, rounds // 2)] * len(WAYS)
