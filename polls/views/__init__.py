"""The pages of polls over HTTP, by who looks: the facilitator, the screen, the phones. They write nothing."""
