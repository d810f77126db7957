"""`python -m keyaccount.interfaces.cli` is `keyaccount`."""

import sys

from keyaccount.interfaces.cli.main import main

sys.exit(main())
