"""One module of views for each report."""
