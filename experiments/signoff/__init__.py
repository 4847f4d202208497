"""How a study ends: weights that are proposed to people, and who would change seat; nothing is ever put in use here."""
