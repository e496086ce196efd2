import locale
import pathlib
import sys

for stream in (sys.stdout, sys.stderr):  # what the terminal's locale cannot show is no reason to stop
    stream.reconfigure(encoding=locale.getencoding(), errors="replace")
sys.path[0] = str(pathlib.Path(__file__).resolve().parent.parent)

from launcher import commands  # noqa: E402  (found through the line above)

sys.exit(commands.main(sys.argv[1:]))
