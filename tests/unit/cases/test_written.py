"""What people write, as we keep it."""

from services.cases.domain.written import on_one_line, written


def test_control_characters_go_and_line_ends_are_plain() -> None:
    assert written(" Hej\r\ndå\x00\x1b[31m\tnu\r") == "Hej\ndå[31m\tnu"


def test_a_title_is_one_line_so_that_it_cannot_forge_a_mail_header() -> None:
    assert on_one_line("Fläkt\r\nBcc: eve@example.com\u2028 x") == "Fläkt Bcc: eve@example.com x"
