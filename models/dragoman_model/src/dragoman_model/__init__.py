"""The files of dragoman's model of event types; dragoman's room `classify` reads them. No code of its own."""
