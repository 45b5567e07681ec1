"""One search over all kinds of records: its page, and what is suggested while one types."""
