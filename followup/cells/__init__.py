"""What a page shows, as frozen values: headline, measure, picture, table, words and sources."""
