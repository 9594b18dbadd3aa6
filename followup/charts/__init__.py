"""Pictures: a result frame in, a plotly figure out; same module names as the measures."""
