"""How long the fault tests go on, and a PostgreSQL server that they may harm."""

import os
import shutil

import pytest

from tests.faults.damaging import sound_store
from tests.store.cluster import cluster, programs
from tests.store.engines import REQUIRED


@pytest.fixture(scope="session")
def rounds():
    """FOLLOWUP_FAULT_ROUNDS, else few."""
    return int(os.environ.get("FOLLOWUP_FAULT_ROUNDS", "10"))


@pytest.fixture(scope="session")
def own_server():
    """A PostgreSQL server of our own; skipped where there is none to start."""
    folder = programs()
    can_start = os.getuid() != 0 or shutil.which("runuser")
    if folder is None or not can_start:
        message = "no PostgreSQL to start: initdb is not installed"
        (pytest.fail if os.environ.get(REQUIRED) else pytest.skip)(message)
    with cluster(folder) as one:
        yield one


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A SQLite store to be copied and damaged."""
    return sound_store(tmp_path_factory.mktemp("sound"))


@pytest.fixture
def tell(capsys):
    """Prints what was done, also when the test passes."""

    def told(result):
        with capsys.disabled():
            print(f"\n{result}")

    return told
