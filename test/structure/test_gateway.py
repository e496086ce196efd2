"""The gateway treats all services alike: what sets one apart is a fact of its model or of codegen/overrides."""
import json
import re
import unittest

from structure import tree

LITERAL = re.compile(r'"((?:\\.|[^"\\\n])*)"')
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)


def names_of_services():
    for folder in tree.SERVICES:
        metadata = json.loads((tree.ROOT / "models" / f"{folder.name}.json").read_text())["metadata"]
        yield from (folder.name, metadata["endpointPrefix"], metadata.get("signingName", ""), metadata.get("targetPrefix", ""))


class Gateway(unittest.TestCase):
    def test_no_service_is_known_by_name(self):
        names = {name for name in names_of_services() if name}
        found = [f"{path}: \"{literal}\""
                 for path in tree.sources("src/gateway/") if not tree.is_test(path)
                 for literal in LITERAL.findall(COMMENT.sub("", tree.text(path)))
                 if not literal.endswith(".h") and names & set(re.split(r"[^A-Za-z0-9_-]+", literal))]
        self.assertEqual([], found)

    def test_no_service_is_known_by_its_types(self):
        found = [f"{path}: {what}" for path in tree.sources("src/gateway/") if not tree.is_test(path)
                 for _, what in tree.includes(path) if what.startswith(("api/", "services/"))]
        self.assertEqual([], found)

    def test_the_names_are_found(self):
        self.assertIn("s3-control", set(names_of_services()))
