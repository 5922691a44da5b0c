"""What the use cases need from outside: tables, stores, queries, mails."""
