"""Article -> tokens, sentences, entities: the one room that knows spaCy."""
