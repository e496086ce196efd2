"""What terraform's JSON lines say."""
import json
import re

CHANGES = {"add": "created", "change": "changed", "remove": "destroyed"}


class Report:
    """https://developer.hashicorp.com/terraform/internals/machine-readable-ui"""

    def __init__(self, step):
        self._step = step
        self._total, self._done = 0, 0
        self.changes, self._diagnostics = {}, []
        self.unsaved_state = None  # what terraform could store nowhere

    def read(self, line):
        """Takes a line in; answers it as it may stand in a log, or "" for one with secrets."""
        try:
            event = json.loads(line)
        except ValueError:
            return line
        if isinstance(event.get("state"), dict):
            self.unsaved_state = event["state"]
            return ""
        self._take(event)
        return line

    def _take(self, event):
        kind = event.get("type")
        if kind == "change_summary":
            self.changes = event["changes"]
            if self.changes["operation"] == "plan":
                self._total = sum(self.changes.get(kind, 0) for kind in CHANGES)
        elif kind in ("apply_start", "apply_complete", "refresh_start") and event["hook"].get("action") != "read":
            self._done += kind == "apply_complete"
            counted = f"[{self._done}/{self._total}] " if self._total else ""
            self._step.update(counted + event["hook"]["resource"]["addr"])
        elif kind == "diagnostic" and event["diagnostic"]["severity"] == "error":
            self._diagnostics.append(event["diagnostic"])

    def problems(self):
        return "\n".join(f"{one.get('address', '')} {one['summary']}\n  {one.get('detail', '')}".strip()
                         for one in self._diagnostics) or "(no reason given)"


def lock_in(text):
    """{"ID": …, "Who": …, "Created": …} of the lock that was in the way, as terraform tells it; None for other problems."""
    _, found, told = text.partition("Lock Info:")
    if "state lock" not in text or not found:
        return None
    return dict(re.findall(r"^[│\s]*(\w+):[ \t]+(.*\S)", told, re.MULTILINE))
