"""One file for each thing a caller can ask of content, each piece of news it acts on and each thing it does by the clock."""
