"""The landlord's pages, all under /personal."""
