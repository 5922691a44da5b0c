"""One file per thing a caller can ask for, or piece of news that cases acts on."""
