"""Questions to the live services: do they still say what the profile expects?"""
