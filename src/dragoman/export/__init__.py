"""Records out: one file an output format. Knows the record contract, not where the records come from."""
