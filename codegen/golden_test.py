#!/usr/bin/env python3
"""The generator's output for small models, against what is kept in golden/expected; and what it must refuse.

Usage: codegen/golden_test.py            compare
       codegen/golden_test.py --accept   keep the present output as the expected one (then read the difference in git)
"""
import copy
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import generate  # noqa: E402

GOLDEN = HERE / "golden"
MODELS = sorted(GOLDEN.glob("*.json"))


def generated(folder):
    for model in MODELS:
        generate.generate(model, model.stem, folder)
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


class Golden(unittest.TestCase):
    maxDiff = None

    def test_output_is_as_kept(self):
        expected = GOLDEN / "expected"
        kept = {str(path.relative_to(expected)): path.read_text() for path in sorted(expected.rglob("*")) if path.is_file()}
        with tempfile.TemporaryDirectory() as folder:
            made = generated(pathlib.Path(folder))
        self.assertEqual(sorted(kept), sorted(made))
        for name, text in made.items():
            self.assertEqual(kept[name].splitlines(), text.splitlines(), name)

    @unittest.skipUnless(shutil.which("g++"), "no g++")
    def test_output_compiles(self):
        for model in MODELS:
            subprocess.run(["g++", "-std=c++23", "-fsyntax-only", "-Wall", "-Werror=return-type", f"-I{HERE.parent / 'src'}",
                            f"-I{GOLDEN / 'expected'}", GOLDEN / "expected/api" / f"{model.stem}.cc"], check=True)

    def test_an_unchanged_file_keeps_its_time(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "a"
            generate.write_if_changed(path, "text")
            before = path.stat().st_mtime_ns
            generate.write_if_changed(path, "text")
            self.assertEqual(before, path.stat().st_mtime_ns)


class Names(unittest.TestCase):
    def test_snake_case(self):
        for name, expected in {"KeyId": "key_id", "SSEKMSKeyId": "ssekms_key_id", "ListSNSTopicARNs": "list_sns_topic_arns",
                               "ETag": "e_tag", "default": "default_", "x-amz-acl": "x_amz_acl", "IPv6": "i_pv6"}.items():
            self.assertEqual(generate.snake(name), expected)

    def test_string_literals(self):
        self.assertEqual(generate.quoted('a"\\\n\u00e9'), '"a\\"\\\\\\012\\303\\251"')


class Refusals(unittest.TestCase):
    """Each thing without a C++ form stops the build with its name, rather than being left out in silence."""

    def refused(self, change):
        model = copy.deepcopy(json.loads((GOLDEN / "clock.json").read_text()))
        change(model)
        with self.assertRaises(generate.Refused) as caught:
            service = generate.Service(model, "clock")
            generate.header(service), generate.source(service)
        return str(caught.exception)

    def with_shape(self, shape, **reference):
        def change(model):
            model["shapes"]["Odd"] = shape
            model["shapes"]["Alarm"]["members"]["odd"] = {"shape": "Odd", **reference}
        return change

    def test_documents(self):
        self.assertIn("document", self.refused(self.with_shape({"type": "structure", "members": {}, "document": True})))

    def test_event_streams(self):
        self.assertIn("event stream", self.refused(self.with_shape({"type": "structure", "members": {}, "eventstream": True})))

    def test_lists_of_booleans(self):
        def change(model):
            model["shapes"]["Yes"] = {"type": "boolean"}
            self.with_shape({"type": "list", "member": {"shape": "Yes"}})(model)
        self.assertIn("list of booleans", self.refused(change))

    def test_json_in_headers(self):
        self.assertIn("JSON in a header", self.refused(self.with_shape({"type": "string"}, jsonvalue=True)))

    def test_unknown_types_locations_and_protocols(self):
        self.assertIn("character", self.refused(self.with_shape({"type": "character"})))
        self.assertIn("location", self.refused(self.with_shape({"type": "string"}, location="trailer")))
        self.assertIn("protocol", self.refused(lambda model: model["metadata"].update(protocol="soap")))

    def test_names_that_clash(self):
        def members(model):
            model["shapes"]["Alarm"]["members"]["Label"] = {"shape": "Label"}
        self.assertIn("members of", self.refused(members))

        def shapes(model):
            model["shapes"]["label"] = {"type": "string"}
            model["shapes"]["Alarm"]["members"]["other"] = {"shape": "label"}
        self.assertIn("shapes", self.refused(shapes))

        def responses(model):
            model["shapes"]["SetAlarmRequest"] = {"type": "string"}
        self.assertIn("another meaning", self.refused(responses))


if __name__ == "__main__":
    if sys.argv[1:] == ["--accept"]:
        shutil.rmtree(GOLDEN / "expected", ignore_errors=True)
        generated(GOLDEN / "expected")
    else:
        unittest.main()
