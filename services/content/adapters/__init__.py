"""How content stores, finds and renders."""
