"""What pages show of projects: records in words and links, as the partials of templates/ name what they need."""
