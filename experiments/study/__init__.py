"""`abbina study`: a whole study from a folder to a page and a proposed weight set, and the proofs of its methods."""
