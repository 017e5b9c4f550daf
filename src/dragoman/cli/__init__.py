"""The command line: thin calls into run, store and export. The only room that prints."""
