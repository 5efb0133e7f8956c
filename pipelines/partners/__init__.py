"""What partners and stewards work with: templates, dry checks, column names, differences."""
