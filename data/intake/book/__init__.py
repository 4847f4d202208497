"""A cohort as one workbook with drop-down lists, written and read back."""
