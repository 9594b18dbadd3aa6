"""What is measured against what. Not part of the test run; figures are ratios in one run."""
