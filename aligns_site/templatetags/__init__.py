"""Tags that the templates of every app may load."""
