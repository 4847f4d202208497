"""How firm a proposal is: weights moved, grades disturbed, data deleted, and what else could have been chosen."""
