"""Everything about one pair: may it be (rules), how good is it (criteria), with which facts and words."""
