"""What people are told by e-mail, and why: by the calendar, or because something happened."""
