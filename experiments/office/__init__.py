"""An invented office with known true weights: it decides, and what becomes of its placements is known too."""
