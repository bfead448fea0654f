"""The verbs: the only code that writes. Each is one transaction, begins with permission and ends with the record."""
