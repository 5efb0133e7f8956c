"""Pages for people without JavaScript: factsheets, toets, monitors, method; Dutch and English."""
