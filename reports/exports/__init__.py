"""Files of a report: each module turns the same suppressed matrix into bytes."""
