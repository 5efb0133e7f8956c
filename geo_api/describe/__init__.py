"""What there is: documents and pages about layers and releases, DCAT and schema.org."""
