"""Where the code is, and the one folder that holds everything a run leaves behind."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("DATA_DIR") or ROOT / ".data").resolve()
