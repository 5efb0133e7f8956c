"""Personal data in deliveries: searched for before anything reads them, and erased everywhere."""
