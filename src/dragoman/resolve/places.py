def resolve_places(found, article, knowledge): return ()
