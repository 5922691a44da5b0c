"""Stand-ins for the outside world in development, demo and tests: BankID and a mailbox. Never part of a production image."""
