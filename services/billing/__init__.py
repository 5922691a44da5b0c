"""Billing: invoices, and who may read them."""
