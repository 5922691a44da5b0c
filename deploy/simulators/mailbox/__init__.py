"""A mailbox that takes every mail sent to it over SMTP and shows it on a page, instead of the outside world's."""
