"""Measures: typed frames in, a frame out, polars only; one module per subject."""
