"""CQL2: from text or JSON to conditions in SQL with bound values."""
