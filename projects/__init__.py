"""Investment projects and every claim that the sources make about them."""
