"""What each page shows: words, order and state, so that no template counts, chooses or formats."""
