"""Messages of our own to read, in layouts and languages that the rules were not written after."""
