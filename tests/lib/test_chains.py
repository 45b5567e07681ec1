import pytest

from lib.chains import leads_to

CHAINS = {1: [2, 3], 2: [4], 3: [4], 4: [], 5: [6], 6: [5]}


def following(level):
    return [after for one in level for after in CHAINS[one]]


@pytest.mark.parametrize(
    ("start", "goal", "leads"), [(1, 1, True), (1, 4, True), (2, 3, False), (4, 1, False), (5, 5, True), (5, 1, False)]
)
def test_a_chain_leads_to_what_stands_in_it(start, goal, leads):
    assert leads_to(start, goal, following) is leads


def test_each_record_is_asked_once():
    asked = []

    def noted(level):
        asked.extend(sorted(level))
        return following(level)

    leads_to(1, 9, noted)

    assert asked == [1, 2, 3, 4]
