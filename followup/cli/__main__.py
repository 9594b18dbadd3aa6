"""`python -m followup.cli`, which does what `followup` does."""

import sys

from followup.cli import main

if __name__ == "__main__":
    sys.exit(main())
