"""DuckDB: what has been read and claimed, append only. The one room that knows DuckDB; nothing loads it on import."""
