"""Swedish order of names."""

from services.cases.domain.swedish_order import swedish_order


def test_the_last_three_letters_come_last_and_accents_do_not_count() -> None:
    names = ["Örgryte", "Östra", "Ångström", "Ärlan", "Zenit", "Idé 2", "Ide 1", "alfa", "Beta", "Lu\u0308tzen", "Lyra", "A\u030argatan"]
    assert sorted(names, key=swedish_order) == [
        "alfa", "Beta", "Ide 1", "Idé 2", "Lyra", "Lu\u0308tzen", "Zenit", "Ångström", "A\u030argatan", "Ärlan", "Örgryte", "Östra",
    ]  # fmt: skip
