"""Every operation's leave, against AWS's Service Authorization Reference (test/structure/service_authorization.json)."""
import fnmatch
import json
import re
import sys
import unittest

from structure import tree
from structure.authorization_deviations import ACTIONS_OF, KEYS_NOT_SET, OWN_ACTIONS
from structure.test_requests import Sources

sys.path.insert(0, str(tree.ROOT / "codegen"))
import operations_list  # noqa: E402

REFERENCE = json.loads((tree.ROOT / "test/structure/service_authorization.json").read_text())
PREFIXES = {"s3control": "s3"}

def plain(key):
    """aws:RequestTag/${TagKey} → aws:RequestTag/, as sources spell it; keys are compared without case."""
    return key.split("$")[0].split("<")[0].lower()


class Service:
    def __init__(self, folder):
        self.name = folder.name
        self.prefix = PREFIXES.get(folder.name, folder.name)
        self.reference = REFERENCE[self.prefix]
        self.listed = operations_list.read(folder / "operations.list")
        self.sources = Sources(folder, keeps_literals=True)

    def actions(self, operation):
        return ACTIONS_OF.get(f"{self.name}:{operation}", [operation])


class Authorization(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.services = [Service(folder) for folder in tree.SERVICES]
        cls.texts = {(service.name, operation): service.sources.reached_by_accesses(operation)
                     for service in cls.services for operation in service.listed}

    def test_every_operation_has_an_action_of_the_reference(self):
        found = [f"{service.name}:{operation} needs {action}" for service in self.services for operation in service.listed
                 for action in service.actions(operation)
                 if action not in service.reference["actions"] and f"{service.prefix}:{action}" not in OWN_ACTIONS]
        self.assertEqual([], found, "not in the reference; see ACTIONS_OF, or run tools/extract_authorization.py")

    def test_the_code_asks_for_these_actions(self):
        found = []
        for service in self.services:
            for operation in service.listed:
                text = self.texts[service.name, operation]
                for action in service.actions(operation):
                    named = rf'"(?:{service.prefix}:)?{action}"|#operation|kOperation|#Name|#name'
                    if not re.search(named, text) and not re.search(rf"[A-Z_]+\({action}\b", text):
                        found.append(f"{service.name}:{operation} does not ask for {action}")
        self.assertEqual([], found)

    def test_no_action_is_asked_for_that_aws_does_not_have(self):
        found = sorted({f"{folder.name}: {prefix}:{action}" for folder in tree.SERVICES for path in folder.rglob("*.cc")
                        if not tree.is_test(path.name) and not path.name.startswith("managed_policies")
                        for prefix, action in re.findall(r'"([a-z0-9]+):([A-Z]\w+)"', path.read_text())
                        if prefix in REFERENCE and action not in REFERENCE[prefix]["actions"]
                        and f"{prefix}:{action}" not in OWN_ACTIONS
                        and plain(f"{prefix}:{action}") not in all_keys(prefix)})
        self.assertEqual([], found)

    def test_every_condition_key_is_set(self):
        found = {}
        for service in self.services:
            for operation in service.listed:
                said = self.texts[service.name, operation].lower()
                for action in service.actions(operation):
                    for key in service.reference["actions"].get(action, {"keys": []})["keys"]:
                        if f'"{plain(key)}' not in said and not excuses(service, operation, key):
                            found.setdefault(f"{service.name} {key}", []).append(operation)
        self.assertEqual({}, found, "keys that AWS sets and these operations do not; a Deny on them would not hold")

    def test_every_excuse_is_needed(self):
        """What has been built since is no deviation any more: its line goes."""
        used = {name for service in self.services for operation in service.listed for action in service.actions(operation)
                for key in service.reference["actions"].get(action, {"keys": []})["keys"]
                if f'"{plain(key)}' not in self.texts[service.name, operation].lower()
                for name in excuses(service, operation, key)}
        self.assertEqual([], sorted(set(KEYS_NOT_SET) - used))


def all_keys(prefix):
    return {plain(key) for action in REFERENCE[prefix]["actions"].values() for key in action["keys"]}


def excuses(service, operation, key):
    names = (f"{service.name} {key}", f"{service.name}:{operation} {key}")
    return [pattern for pattern in KEYS_NOT_SET if any(fnmatch.fnmatchcase(name, pattern) for name in names)]
