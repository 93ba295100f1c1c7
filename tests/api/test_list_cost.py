"""A page of a list costs what it shows, however many there are: counted in pages of the database touched."""
import pytest

from api.gate import Gate
from harness.seed import seed

MANY = 4000
# The order by results has no index, on purpose: it would have to be written with every result.
HOSTS = ["status", "-status", "name", "-name", "address", "-address", "group", "-group", "created_at", "-created_at",
         "status&status=down", "status&status=down,degraded", "-status&status=up"]
CHECKS = ["status", "-status", "name", "-name", "host_name", "-host_name", "type", "-type", "status&status=down", "status&status=up"]


@pytest.fixture(scope="module")
def fleet():
    g = Gate()
    g.settings.append("shared_preload_libraries=pg_stat_statements")
    g.start()
    seed(g, MANY, "beta")
    g.sql("CREATE EXTENSION pg_stat_statements")
    yield g
    g.stop()


def touched(gate, path):
    """Pages of the database for one page of the list, and its items; from the third call on, when plans are made."""
    client = gate.client("beta")
    for n in range(3):
        if n == 2:
            gate.sql("SELECT pg_stat_statements_reset()")
        items = client.get(f"{path}&limit={40 + n}")["items"]
    rows = gate.sql("""SELECT sum(shared_blks_hit + shared_blks_read), count(*) FROM pg_stat_statements
                       WHERE query ~ '(host_state|check_order)' AND query ~ 'page_key'""")
    assert rows[0][1] == 1, "one statement"
    return int(rows[0][0]), len(items)


@pytest.mark.parametrize("path", [f"/hosts?sort={s}" for s in HOSTS] + [f"/checks?sort={s}" for s in CHECKS])
def test_a_page_costs_its_items(fleet, path):
    pages, items = touched(fleet, path)
    assert items > 20 and pages < 20 * items + 60, f"{pages} pages for {items} items"
