"""One line per step: moving at a terminal, and calm in a log."""
import contextlib
import os
import shutil
import sys
import threading
import time

REDRAW_SECONDS = 0.1
HEARTBEAT_SECONDS = 20  # in a log, a long step says that it lives
TITLE_WIDTH = 22


def duration(seconds):
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60:02d} s"


def is_terminal():
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def painted(text, colour):
    codes = {"green": 32, "red": 31, "yellow": 33, "dim": 2, "bold": 1}
    if not is_terminal() or os.environ.get("NO_COLOR"):
        return text
    return f"\033[{codes[colour]}m{text}\033[0m"


MARKS = {"done": ("✓", "green"), "failed": ("✗", "red"), "skipped": ("–", "dim")}


class Step:
    """A running step; `update` says what it is at, `detail` is what its finished line tells."""

    def __init__(self, title):
        self.title, self.text, self.detail, self.mark = title, "", None, "done"
        self.seconds = None  # if it is known better than by watching
        self.began = time.monotonic()
        self.resume()

    def update(self, text):
        self.text = " ".join(str(text).split())

    def resume(self):
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._show, daemon=True)
        self._thread.start()

    def pause(self):
        """Before a question."""
        self._ended.set()
        self._thread.join()
        _clear()

    def end(self, mark=None):
        self.pause()
        sign, colour = MARKS[mark or self.mark]
        seconds = time.monotonic() - self.began if self.seconds is None else self.seconds
        line = f"{painted(sign, colour)} {self.title:<{TITLE_WIDTH}} {duration(seconds):>11}"
        print(f"{line}  {painted(self.detail, 'dim')}" if self.detail else line, flush=True)

    def _show(self):
        with contextlib.suppress(OSError):  # nobody reads any more
            if is_terminal():
                while not self._ended.wait(REDRAW_SECONDS):
                    self._draw()
            else:
                while not self._ended.wait(HEARTBEAT_SECONDS):
                    print(f"  {self._line()}", flush=True)

    def _line(self):
        return f"{self.title:<{TITLE_WIDTH}} {duration(time.monotonic() - self.began):>11}  {self.text}".rstrip()

    def _draw(self):
        wheel = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"[int(time.monotonic() * 10) % 10]
        width = shutil.get_terminal_size().columns - 1
        sys.stdout.write(f"\r\033[K{wheel} {self._line()}"[:width + len("\r\033[K")])
        sys.stdout.flush()


def _clear():
    if is_terminal():
        sys.stdout.write("\r\033[K")
        sys.stdout.flush()


@contextlib.contextmanager
def step(title):
    """Ends the line with ✓, or with ✗ if the body raises."""
    current = Step(title)
    try:
        yield current
    except BaseException:
        current.end("failed")
        raise
    current.end()


def note(text):
    print(painted(f"  {text}", "dim"), flush=True)
