import pytest

from accounts.addresses import behind_proxy


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [("", "10.0.0.1"), ("203.0.113.5", "203.0.113.5"), ("1.2.3.4, 203.0.113.5", "203.0.113.5")],
)
def test_the_last_entry_is_what_the_own_proxy_saw(rf, forwarded, address):
    request = rf.get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR="10.0.0.1")

    assert behind_proxy(request) == address
