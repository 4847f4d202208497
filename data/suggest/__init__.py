"""From what people tell in their own words to ranked suggestions of competences, which a person confirms."""
