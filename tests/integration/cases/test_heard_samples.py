"""The neighbours' samples, heard by cases as they would be from the bus."""

import json
from pathlib import Path

import pytest

from services.cases.entrypoints.events import NEWS
from services.contracts.envelope import News
from tests.integration.cases.world import World

SAMPLES = Path(__file__).parents[2] / "contract" / "samples"


@pytest.mark.parametrize("news", NEWS, ids=lambda each: each.__name__)
def test_news_as_the_neighbour_tells_it_is_understood_and_kept(world: World, news: type[News]) -> None:
    sample = json.loads((SAMPLES / f"{news.speaker}.{news.wire_name}.json").read_text(encoding="utf-8"))
    piece = news.model_validate(sample | {"event_id": f"{news.__name__}-{world.company}"})
    world.hear(piece)
    with world.uow(world.karin, None) as work:
        inbox = work.session.connection().exec_driver_sql("SELECT count(*) FROM inbox WHERE event_id = %s", (piece.event_id,))
        assert inbox.scalar_one() == 1
