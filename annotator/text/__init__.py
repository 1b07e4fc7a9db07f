"""What is true of texts alone: offsets, layout, spans and cleaning; no Flask, no database."""
