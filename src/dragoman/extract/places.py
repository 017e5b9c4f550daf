def find_places(reading, text, mentions, knowledge): return ()
def place_for(reading, places, token): return None
