"""What the build makes, and that pages ask for nothing that is not built."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from gateway import assets
from gateway.drawing import House, house
from gateway.icons import ICONS
from services.contracts.identity import ShowOrganisation
from tests.gateway.conftest import Visitor, icons_used
from tests.gateway.fake_bus import FakeBus
from tests.gateway.test_organisation import ORGANISATION

TEMPLATES = Path("gateway/templates")


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Packages as npm would install them."""
    font = tmp_path / "@fontsource-variable/figtree/files"
    font.mkdir(parents=True)
    (font / "figtree-latin-wght-normal.woff2").write_bytes(b"wOF2 a font")
    drawings = tmp_path / "lucide-static/icons"
    drawings.mkdir(parents=True)
    for drawing in ICONS.values():
        (drawings / f"{drawing}.svg").write_text(f'<!-- licence -->\n<svg\n  class="x"\n>\n  <path d="M1 1" id="{drawing}" />\n</svg>\n')
    monkeypatch.setattr(assets, "_packages", lambda: tmp_path)
    return tmp_path


def test_every_file_is_named_after_its_content_and_packed(packages: Path, tmp_path: Path) -> None:
    built = tmp_path / "built"
    names = assets.build(built)
    assert re.fullmatch(r"portal\.[0-9a-f]{12}\.css", names["portal.css"])
    css = (built / names["portal.css"]).read_bytes()
    assert names["figtree.woff2"].encode() in css
    assert b"/*" not in css
    assert brotli.decompress((built / f"{names['portal.css']}.br").read_bytes()) == css
    assert gzip.decompress((built / f"{names['portal.css']}.gz").read_bytes()) == css
    again = assets.build(built)
    assert again == names


def test_the_style_sheet_keeps_its_budget(packages: Path, tmp_path: Path) -> None:
    built = tmp_path / "built"
    names = assets.build(built)
    assert (built / f"{names['portal.css']}.br").stat().st_size <= 15_000
    scripts = [name for source, name in names.items() if source.endswith(".js")]
    assert sum((built / f"{name}.br").stat().st_size for name in scripts) <= 6_000


def test_the_sprite_holds_every_icon_once(packages: Path, tmp_path: Path) -> None:
    built = tmp_path / "built"
    sprite = (built / assets.build(built)["icons.svg"]).read_text()
    assert sorted(re.findall(r'<symbol id="(\w+)"', sprite)) == sorted(ICONS)
    assert "licence" not in sprite


def test_what_is_built_can_be_served(packages: Path, tmp_path: Path) -> None:
    built = tmp_path / "built"
    names = assets.build(built)
    loaded = assets.Assets.load(built)
    asset = loaded.files[names["portal.css"]]
    assert loaded.address("portal.css") == f"/static/{names['portal.css']}"
    assert asset.best(True, True)[1] == "br"
    assert asset.best(False, True)[1] == "gzip"
    assert asset.best(False, False) == (asset.plain, None)
    assert loaded.files[names["figtree.woff2"]].best(True, True)[1] is None


def test_nothing_built_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"gateway\.assets build"):
        assets.Assets.load(tmp_path)


def test_templates_ask_for_icons_that_exist() -> None:
    for template in TEMPLATES.rglob("*.html"):
        for name in re.findall(r"\{\{ ?icon\('(\w+)'", template.read_text()):
            assert name in ICONS, f"{template}: {name}"


def test_templates_hold_no_inline_style_script_or_handler() -> None:
    for template in TEMPLATES.rglob("*.html"):
        text = template.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)|javascript:", text), template


def test_only_pages_that_a_service_has_cleaned_are_taken_as_they_are() -> None:
    found = {
        (template.name, use) for template in TEMPLATES.rglob("*.html") for use in re.findall(r"[\w.]+\s*\|\s*safe\b", template.read_text())
    }
    assert found == {("item.html", "news.html|safe"), ("article.html", "help.html|safe")}


def test_every_form_that_posts_carries_the_token() -> None:
    for template in TEMPLATES.rglob("*.html"):
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", template.read_text(), re.DOTALL):
            assert "csrf_field()" in form, f"{template}: {form[:120]}"


def test_icons_of_a_page_point_into_the_sprite(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowOrganisation, ORGANISATION)
    assert icons_used(member().get("/o/company/organisation").text) <= set(ICONS)


def test_a_house_shows_the_tenants_floors_and_the_fault() -> None:
    drawn = house(House(floors=8, own=(3, 4), shaft=True, fault_floor=3, own_label="Plan 3–4", fault_label="Hiss <A>"), "big")
    assert 'class="own"' in drawn
    assert 'class="hit-on"' in drawn
    assert "Hiss &lt;A&gt;" in drawn
    assert 'aria-hidden="true"' in drawn
    assert 'class="own"' not in house(House(floors=2))


def test_houses_on_a_page_share_one_scale() -> None:
    def height(drawn: str) -> str:
        return drawn.split('viewBox="')[1].split('"')[0].split()[3]

    assert height(house(House(floors=5, tallest=8))) == height(house(House(floors=8, tallest=8)))
