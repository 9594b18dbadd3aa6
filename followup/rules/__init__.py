"""The catalogue of rules and the checks over the whole dataset."""
