"""Acts through the one door: each is recorded, or refused with nothing written."""

from tests.world import do


def test_smoke(office):
    do(office, "submit", by="park-liaison")
    do(office, "accept")
    do(office, "decide")
