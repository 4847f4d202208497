"""The official ESCO files, in any language and version: found, read, kept ready, and joined to the catalogue."""
