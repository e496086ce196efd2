#!/usr/bin/env python3
"""The generator's output for small models, against what is kept in golden/expected; and what it must refuse.

Usage: codegen/golden_test.py            compare
       codegen/golden_test.py --accept   keep the present output as the expected one (then read the difference in git)
"""
import copy
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import facts  # noqa: E402
import generate  # noqa: E402
import model as service_model  # noqa: E402
import operations_list  # noqa: E402

GOLDEN = HERE / "golden"
MODELS = sorted(GOLDEN.glob("*.json"))


def generated(folder):
    for model in MODELS:
        generate.generate(model, model.stem, folder, GOLDEN / "overrides" / model.name, model.with_suffix(".list"))
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
            self.assertEqual(service_model.snake(name), expected)

    def test_string_literals(self):
        self.assertEqual(service_model.quoted('a"\\\n\u00e9'), '"a\\"\\\\\\012\\303\\251"')


class Facts(unittest.TestCase):
    def facts(self, **metadata):
        model = json.loads((GOLDEN / "clock.json").read_text())
        model["metadata"].update(metadata)
        return model, facts.Facts(model)

    def test_each_protocol_has_its_errors_and_statuses(self):
        self.assertEqual("ValidationException", self.facts()[1].errors_in("json")["constraint"]["code"])
        self.assertEqual(403, self.facts()[1].errors_in("rest-json")["denied"]["status"])
        self.assertEqual("Throttling", self.facts()[1].errors_in("rest-xml")["throttled"]["code"])

    def test_s3_is_told_by_its_signatures_and_not_by_its_protocol(self):
        self.assertEqual("plain", self.facts(protocol="rest-xml", signatureVersion="v4")[1].dialect)
        self.assertEqual("s3", self.facts(protocol="rest-xml", signatureVersion="s3")[1].dialect)

    def test_one_model_for_each_protocol(self):
        model, _ = self.facts(protocol="smithy-rpc-v2-cbor", protocols=["smithy-rpc-v2-cbor", "json", "query"])
        text = generate.source(service_model.Service(model, "clock"))
        self.assertEqual(["rpc_v2_cbor", "json", "query"], re.findall(r"\.protocol = protocol::Protocol::(\w+)", text))
        self.assertIn('{"TooLate", "TooLateCode", 400}', text)
        self.assertIn('Error{"TooLate", ', generate.header(service_model.Service(model, "clock")))

    def test_unsigned_operations_are_the_models(self):
        model, found = self.facts()
        alarm = model["operations"]["SetAlarm"]
        self.assertFalse(found.is_unsigned(alarm))
        self.assertTrue(found.is_unsigned(dict(alarm, authtype="none")))

    def test_paths_that_begin_alike(self):
        def at(uri):
            return {"http": {"requestUri": uri}}
        self.assertEqual("/v2", facts.literal_prefix([at("/v2/apis/{Id}"), at("/v2/tags/{Arn+}?a=b")]))
        self.assertEqual("", facts.literal_prefix([at("/{Bucket}"), at("/")]))

    def test_classes_are_called_as_folders_are(self):
        for folder, service_id, expected in (("s3control", "S3 Control", "S3Control"), ("iam", "IAM", "Iam"), ("s3", "S3", "S3"),
                                             ("events", "EventBridge", "Events"), ("secretsmanager", "Secrets Manager", "SecretsManager")):
            self.assertEqual(expected, service_model.class_name(folder, service_id))


class Refusals(unittest.TestCase):
    """Each thing without a C++ form stops the build with its name, rather than being left out in silence."""

    def refused(self, change):
        model = copy.deepcopy(json.loads((GOLDEN / "clock.json").read_text()))
        change(model)
        with self.assertRaises(facts.Refused) as caught:
            service = service_model.Service(model, "clock")
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

    def refused_overrides(self, *entries):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "clock.json"
            path.write_text(json.dumps(entries))
            with self.assertRaises(facts.Refused) as caught:
                facts.Facts(json.loads((GOLDEN / "clock.json").read_text()), path)
        return str(caught.exception)

    def test_overrides_without_reason_or_use(self):
        status = {"fact": "http_status", "operations": ["SetAlarm"], "value": 204, "reason": "The model is wrong."}
        self.assertIn("reason", self.refused_overrides(dict(status, reason="")))
        self.assertIn("no operation", self.refused_overrides(dict(status, operations=["Sing"])))
        self.assertIn("no fact", self.refused_overrides(dict(status, fact="colour")))
        self.assertIn("no fact", self.refused_overrides(dict(status, value="204")))
        self.assertIn("are named", self.refused_overrides(dict(status, fact="constraint_error", value="Wrong")))

    def test_lists_that_say_what_is_not_known(self):
        model = json.loads((GOLDEN / "clock.json").read_text())
        listed = operations_list.parse("SetAlarm\n  refuse colour")
        with self.assertRaises(facts.Refused):
            service_model.Service(model, "clock", None, listed)
        self.assertEqual({"colour": "it is green"}, operations_list.parse("A ignore colour (it is green)")["A"].ignored)
        wanted = operations_list.Refusal("B.C", ["x", "y"], True, "use x, or y")
        self.assertEqual([wanted, operations_list.Refusal("D")],
                         operations_list.parse("A refuse B.C != x|y (use x, or y), D")["A"].refusals)
        for text in ("A ignore b", "  refuse a", "A\nA", "A sings", "A refuse b = "):
            with self.assertRaises(operations_list.Malformed):
                operations_list.parse(text)

    def test_accesses_that_name_what_is_not_there(self):
        model = json.loads((GOLDEN / "clock.json").read_text())
        for clause, wanted in (("on alarm(colour)", "no member"), ("on alarm(at)", "is a timestamp"),
                               ("on each alarm(label)", "is a string")):
            service = service_model.Service(model, "clock", None, operations_list.parse("SetAlarm " + clause))
            with self.assertRaisesRegex(facts.Refused, wanted):
                generate.binding(service)
        for clause in ("on", "on Alarm(label)", "key clock:at", "request-tags"):
            with self.assertRaises(operations_list.Malformed):
                operations_list.parse("SetAlarm " + clause)

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
