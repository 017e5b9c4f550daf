"""Reading -> mentions, times, statements, events, standing facts. Every hit names its rule."""
