"""What is known: records, law parameters, catalogues, places, weeks, travel, intake, invented cohorts."""
