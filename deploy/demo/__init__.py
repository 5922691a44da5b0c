"""Fills a fresh portal through its front doors, as people would: over HTTP, with mails and the simulated BankID app."""
