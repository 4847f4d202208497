"""How often the suggestions of competences are right, on phrases written for the purpose."""
