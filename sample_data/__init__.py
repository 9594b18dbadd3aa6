"""Real figures from Swedish regions, and what writes them as workbooks of the contract.

`python -m sample_data.make` writes the workbooks. Rows whose Källa says "påhittat exempel" are
made up around the published ones; all others are figures that a region has published.
"""
