"""What a study found, as a page with plots, as tables for a spreadsheet, and as JSON."""
