"""What each report shows: words, order and state, so that no template counts, chooses or formats."""
