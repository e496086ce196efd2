import pathlib
import sys

sys.path[0] = str(pathlib.Path(__file__).resolve().parent.parent)

from launcher import commands  # noqa: E402  (found through the line above)

sys.exit(commands.main(sys.argv[1:]))
