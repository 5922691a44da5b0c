"""Keys and passwords are made once and handed out to each its own."""
