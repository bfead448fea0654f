"""An attack on disclosure control: small random worlds, what the rules show of them, and what the addresses say."""
