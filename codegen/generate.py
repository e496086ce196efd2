#!/usr/bin/env python3
"""Reads models/<service>.json and writes a service's typed interface into the build tree.

Usage: codegen/generate.py MODEL.json SERVICE OUTPUT_DIRECTORY

  api/<service>.h                  structs, errors, the ServiceModel
  api/<service>.cc                 shape tables
  services/<service>/operations.h  one declaration per operation and per operation's accesses
  services/<service>/bind.cc       the table that ties operations to those functions
"""
import json
import pathlib
import re
import sys

KEYWORDS = set("""and auto bool break case catch char class const continue default delete do double else enum explicit
export extern false float for friend goto if inline int long mutable namespace new not operator or private protected
public register return short signed sizeof static struct switch template this throw true try typedef typename union
unsigned using virtual void volatile while xor""".split())

CLASS_NAMES = {"sts": "Sts", "iam": "Iam", "kms": "Kms", "s3": "S3", "s3control": "S3Control", "ssm": "Ssm",
               "secretsmanager": "SecretsManager", "codecommit": "CodeCommit", "codebuild": "CodeBuild",
               "codepipeline": "CodePipeline"}

SCALARS = {"string": "std::string", "blob": "std::string", "boolean": "bool", "integer": "std::int64_t",
           "long": "std::int64_t", "float": "double", "double": "double", "timestamp": "Timestamp"}
KINDS = {"string": "string", "blob": "blob", "boolean": "boolean", "integer": "integer", "long": "long_integer",
         "float": "float_number", "double": "double_number", "timestamp": "timestamp", "list": "list", "map": "map",
         "structure": "structure"}
LOCATIONS = {"header": "header", "headers": "headers", "uri": "uri", "querystring": "query_string",
             "statusCode": "status_code"}
TIMESTAMP_FORMATS = {"iso8601": "iso8601", "unixTimestamp": "unix_seconds", "rfc822": "rfc822"}
PROTOCOLS = {"query": "query", "ec2": "ec2", "json": "json", "rest-json": "rest_json", "rest-xml": "rest_xml"}


class Refused(Exception):
    """The model holds something that this generator has no C++ form for."""


def snake(name):
    name = re.sub(r"([A-Z]+)s$", lambda m: m.group(0)[:-1].capitalize() + "s" if len(m.group(1)) > 1 else m.group(0), name)
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name.replace("-", "_").replace(".", "_"))
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()
    return name + "_" if name in KEYWORDS else name


def quoted(text):
    """A C++ string literal of the text's UTF-8."""
    out = ""
    for byte in text.encode():
        character = chr(byte)
        if character in '"\\':
            out += "\\" + character
        elif 0x20 <= byte < 0x7F:
            out += character
        else:
            out += f"\\{byte:03o}"
    return f'"{out}"'


def class_name(service):
    return CLASS_NAMES.get(service, service.capitalize())


class Service:
    def __init__(self, model, name):
        self.name = name
        self.model = model
        self.metadata = model["metadata"]
        self.operations = model["operations"]
        self.shapes = dict(model["shapes"])
        self.protocol = self.metadata["protocol"]
        if self.protocol not in PROTOCOLS:
            raise Refused(f"protocol {self.protocol}")
        self.request_of, self.response_of = {}, {}
        self.add_top_level_structures()
        self.boxed = set()
        self.order = self.structures_in_order()
        self.refuse_what_has_no_form()

    def add_top_level_structures(self):
        """Each operation has a request and a response struct of its own, named after it."""
        for operation in self.operations.values():
            for part, suffix, table in (("input", "Request", self.request_of), ("output", "Response", self.response_of)):
                name = operation["name"] + suffix
                shape = self.shapes.get(operation.get(part, {}).get("shape"), {"type": "structure", "members": {}})
                existing = self.shapes.get(name)
                if existing is not None and existing is not shape and operation.get(part, {}).get("shape") != name:
                    raise Refused(f"{operation['name']}: a shape named {name} already has another meaning")
                self.shapes[name] = shape
                table[operation["name"]] = name

    def refuse_what_has_no_form(self):
        self.refuse_clashes("operations", self.operations, snake)
        self.refuse_clashes("shapes", self.order, cxx_name)
        for name in self.order:
            shape = self.shapes[name]
            if shape["type"] not in KINDS:
                raise Refused(f"{name}: type {shape['type']}")
            if shape.get("document"):
                raise Refused(f"document shape {name}")
            self.refuse_clashes(f"members of {name}", shape.get("members", {}), snake)
            for member, ref in shape.get("members", {}).items():
                if ref.get("jsonvalue"):
                    raise Refused(f"{name}.{member}: JSON in a header")
                if ref.get("location", "uri") not in LOCATIONS:
                    raise Refused(f"{name}.{member}: location {ref['location']}")

    @staticmethod
    def refuse_clashes(what, names, spelling):
        """Two names that only differ in ways that C++ does not see."""
        seen = {}
        for name in names:
            other = seen.setdefault(spelling(name), name)
            if other != name:
                raise Refused(f"{what}: {other} and {name} would both be called {spelling(name)}")

    def structures(self):
        """Structures reachable from the operations; errors are generated separately."""
        seen, pending = set(), list(self.request_of.values()) + list(self.response_of.values())
        while pending:
            name = pending.pop()
            if name in seen:
                continue
            seen.add(name)
            shape = self.shapes[name]
            for ref in list(shape.get("members", {}).values()) + [shape[p] for p in ("member", "key", "value") if p in shape]:
                pending.append(ref["shape"])
        return seen

    def structures_in_order(self):
        reachable, done, active, order = self.structures(), set(), set(), []

        def visit(name):
            if name in done:
                return
            if name in active:
                return
            active.add(name)
            shape = self.shapes[name]
            for ref in shape.get("members", {}).values():
                target = self.shapes[ref["shape"]]
                if target["type"] == "structure" and ref["shape"] in active:
                    self.boxed.add((name, ref["shape"]))
                visit(ref["shape"])
            for part in ("member", "key", "value"):
                if part in shape:
                    visit(shape[part]["shape"])
            active.discard(name)
            done.add(name)
            order.append(name)

        for name in sorted(reachable):
            visit(name)
        return order

    def is_stream(self, owner, ref):
        target = self.shapes[ref["shape"]]
        if target.get("eventstream"):
            raise Refused(f"{owner}: event stream {ref['shape']}")
        return target["type"] == "blob" and bool(target.get("streaming") or ref.get("streaming"))

    def type_of(self, name):
        shape = self.shapes[name]
        if shape["type"] == "structure":
            return cxx_name(name)
        if shape["type"] == "list":
            element = self.type_of(shape["member"]["shape"])
            if element == "bool":
                raise Refused(f"{name}: list of booleans")
            return f"std::vector<{element}>"
        if shape["type"] == "map":
            return f"std::map<std::string, {self.type_of(shape['value']['shape'])}>"
        return SCALARS[shape["type"]]

    def member_type(self, owner, name, ref):
        """The C++ type of a struct's member and how a codec reaches it."""
        if self.is_stream(owner, ref):
            return "std::shared_ptr<ByteSource>", "nullptr"
        if name in self.shapes[owner].get("required", []):
            return self.type_of(ref["shape"]), "nullptr"
        plain = self.type_of(ref["shape"])
        if (owner, ref["shape"]) in self.boxed:
            return f"std::optional<protocol::Boxed<{plain}>>", f"&protocol::kBoxedAccess<{plain}>"
        return f"std::optional<{plain}>", f"&protocol::kOptionalAccess<{plain}>"


def cxx_name(shape_name):
    name = shape_name[0].upper() + shape_name[1:]
    return name.replace("-", "_")


def errors_of(service):
    out = []
    for name, shape in sorted(service.shapes.items()):
        if shape.get("exception"):
            error = shape.get("error", {})
            status = error.get("httpStatusCode", 500 if shape.get("fault") else 400)
            # The JSON protocols call an error by its shape's name, the others by its code.
            code = name if service.protocol in ("json", "rest-json") else error.get("code", name)
            out.append((name, code, status))
    return out


def header(service):
    lines = ["// Generated by codegen/generate.py. Do not edit.", "#pragma once", "#include <cstdint>", "#include <map>",
             "#include <memory>", "#include <optional>", "#include <string>", "#include <vector>", "",
             '#include "base/byte_source.h"', '#include "base/result.h"', '#include "base/timestamp.h"',
             '#include "protocol/shape.h"', "", f"namespace stellwerk::{service.name} {{", "",
             "const protocol::ServiceModel& model();", ""]
    structures = [name for name in service.order if service.shapes[name]["type"] == "structure"]
    lines += [f"struct {cxx_name(name)};" for name in structures] + [""]
    responses = {service.request_of[o]: service.response_of[o] for o in service.operations}
    operation_of = {service.request_of[o]: o for o in service.operations}
    # A request names its response, so responses come first.
    structures.sort(key=lambda name: name in responses)
    for name in structures:
        lines.append(f"struct {cxx_name(name)} {{")
        if name in responses:
            lines += [f"  using Response = {cxx_name(responses[name])};",
                      f'  static constexpr std::string_view kService = "{service.name}";',
                      f'  static constexpr std::string_view kOperation = "{operation_of[name]}";']
        for member, ref in service.shapes[name].get("members", {}).items():
            kind, _ = service.member_type(name, member, ref)
            initial = "{}" if not kind.startswith(("std::string", "std::vector", "std::map", "std::shared_ptr")) else ""
            lines.append(f"  {kind} {snake(member)}{initial or '{}'};")
        lines += ["};", ""]
    lines += ["namespace errors {"]
    for name, code, status in errors_of(service):
        lines.append(f"inline ::stellwerk::Error {cxx_name(name)}(std::string message) {{ return ::stellwerk::Error{{{quoted(code)}, std::move(message), {status}}}; }}")
    lines += ["}  // namespace errors", "", f"}}  // namespace stellwerk::{service.name}", ""]
    return "\n".join(lines)


def optional_text(field, value):
    return f", .{field} = {value}" if value else ""


def shape_initializer(service, name):
    shape = service.shapes[name]
    kind = KINDS[shape["type"]]
    text = f".kind = ShapeKind::{kind}, .name = {quoted(name)}"
    if shape["type"] == "structure":
        if shape.get("members"):
            text += f", .members = k{cxx_name(name)}Members"
        text += optional_text("is_union", "true" if shape.get("union") else "")
    if shape["type"] == "list":
        member = shape["member"]
        text += f", .element = &k{cxx_name(member['shape'])}Shape, .element_name = {quoted(member.get('locationName', 'member'))}"
        text += optional_text("is_flattened", "true" if shape.get("flattened") else "")
        text += f", .list = &protocol::kListAccess<{service.type_of(member['shape'])}>"
    if shape["type"] == "map":
        text += f", .element = &k{cxx_name(shape['value']['shape'])}Shape, .key = &k{cxx_name(shape['key']['shape'])}Shape"
        text += f", .element_name = {quoted(shape['value'].get('locationName', 'value'))}"
        text += f", .key_name = {quoted(shape['key'].get('locationName', 'key'))}"
        text += optional_text("is_flattened", "true" if shape.get("flattened") else "")
        text += f", .map = &protocol::kMapAccess<{service.type_of(shape['value']['shape'])}>"
    for field, key in (("minimum", "min"), ("maximum", "max")):
        if key in shape:
            text += f", .{field} = {float(shape[key])!r}"
    if shape.get("pattern"):
        text += f", .pattern = {quoted(shape['pattern'])}"
    if shape.get("enum"):
        text += f", .allowed_values = k{cxx_name(name)}Values"
    text += optional_text("is_sensitive", "true" if shape.get("sensitive") else "")
    if shape.get("timestampFormat"):
        text += f", .timestamp_format = TimestampFormat::{TIMESTAMP_FORMATS[shape['timestampFormat']]}"
    namespace = shape.get("xmlNamespace")
    if namespace:
        text += f", .xml_namespace = {quoted(namespace if isinstance(namespace, str) else namespace['uri'])}"
    if shape.get("locationName"):
        text += f", .xml_name = {quoted(shape['locationName'])}"
    if isinstance(namespace, dict) and namespace.get("prefix"):
        text += f", .xml_namespace_prefix = {quoted(namespace['prefix'])}"
    return text


def member_initializer(service, owner, name, ref):
    shape = service.shapes[owner]
    target = service.shapes[ref["shape"]]
    _, optional = service.member_type(owner, name, ref)
    target_shape = "kStreamShape" if service.is_stream(owner, ref) else f"k{cxx_name(ref['shape'])}Shape"
    text = (f".name = {quoted(name)}, .wire_name = {quoted(ref.get('locationName', name))}, .shape = &{target_shape}, "
            f".offset = offsetof({cxx_name(owner)}, {snake(name)}), .optional = {optional}")
    if ref.get("location"):
        text += f", .location = Location::{LOCATIONS[ref['location']]}"
    text += optional_text("is_required", "true" if name in shape.get("required", []) else "")
    text += optional_text("is_payload", "true" if shape.get("payload") == name else "")
    text += optional_text("is_xml_attribute", "true" if ref.get("xmlAttribute") else "")
    text += optional_text("is_flattened", "true" if ref.get("flattened") or target.get("flattened") else "")
    text += optional_text("is_idempotency_token", "true" if ref.get("idempotencyToken") else "")
    timestamp_format = ref.get("timestampFormat") or target.get("timestampFormat")
    if timestamp_format:
        text += f", .timestamp_format = TimestampFormat::{TIMESTAMP_FORMATS[timestamp_format]}"
    namespace = ref.get("xmlNamespace")
    if namespace:
        text += f", .xml_namespace = {quoted(namespace if isinstance(namespace, str) else namespace['uri'])}"
        if not isinstance(namespace, str) and namespace.get("prefix"):
            text += f", .xml_namespace_prefix = {quoted(namespace['prefix'])}"
    if ref.get("queryName"):
        text += f", .query_name = {quoted(ref['queryName'])}"
    return text


def designated_in_order(text):
    """Designated initialisers must follow the order of declaration: namespace prefix comes last."""
    parts = re.split(r", (?=\.query_name|\.xml_namespace_prefix)", text)
    head, tail = parts[0], sorted(parts[1:], key=lambda part: part.startswith(".xml_namespace_prefix"))
    return ", ".join([head] + tail)


def operation_initializer(service, operation):
    http = operation.get("http", {"method": "POST", "requestUri": "/"})
    path, _, query = http["requestUri"].partition("?")
    request, response = service.request_of[operation["name"]], service.response_of[operation["name"]]
    streams = {}
    for part, name in (("input", request), ("output", response)):
        streams[part] = any(service.is_stream(name, ref) for ref in service.shapes[name].get("members", {}).values())
    source = operation.get("input", {})
    namespace = source.get("xmlNamespace", "")
    uri = namespace if isinstance(namespace, str) else namespace.get("uri", "")
    return ("{" + f"{quoted(operation['name'])}, {quoted(http['method'])}, {quoted(path)}, {quoted(query)}, "
            f"{http.get('responseCode', 0)}, &k{cxx_name(request)}Shape, &k{cxx_name(response)}Shape, "
            f"{quoted(source.get('locationName', ''))}, {quoted(uri)}, "
            f"{quoted(operation.get('output', {}).get('resultWrapper', ''))}, "
            f"{str(streams['input']).lower()}, {str(streams['output']).lower()}, "
            f"&protocol::kLifetime<{cxx_name(request)}>, &protocol::kLifetime<{cxx_name(response)}>" + "}")


def source(service):
    lines = ["// Generated by codegen/generate.py. Do not edit.", f'#include "api/{service.name}.h"', "", "#include <cstddef>", "",
             '#pragma GCC diagnostic ignored "-Winvalid-offsetof"',
             '#pragma GCC diagnostic ignored "-Wmissing-field-initializers"', "",
             f"namespace stellwerk::{service.name} {{", "namespace {", "",
             "using protocol::Location, protocol::Member, protocol::Operation, protocol::Shape, protocol::ShapeKind;",
             "using protocol::TimestampFormat;", ""]
    # Constants may refer to one another in circles, which static members allow and namespace-scope constants do not.
    lines += ["struct Shapes {"]
    lines += [f"  static const Shape k{cxx_name(name)}Shape;" for name in service.order]
    lines += ["  static const Shape kStreamShape;", "};", ""]
    for name in service.order:
        lines.append(f"[[maybe_unused]] constexpr const Shape& k{cxx_name(name)}Shape = Shapes::k{cxx_name(name)}Shape;")
    lines += ["[[maybe_unused]] constexpr const Shape& kStreamShape = Shapes::kStreamShape;", ""]
    for name in service.order:
        shape = service.shapes[name]
        if shape.get("enum"):
            values = ", ".join(quoted(value) for value in shape["enum"])
            lines.append(f"constexpr std::string_view k{cxx_name(name)}Values[] = {{{values}}};")
        if shape.get("members"):
            lines.append(f"constexpr Member k{cxx_name(name)}Members[] = {{")
            for member, ref in shape["members"].items():
                lines.append("    {" + designated_in_order(member_initializer(service, name, member, ref)) + "},")
            lines.append("};")
    lines.append("")
    for name in service.order:
        lines.append(f"constinit const Shape Shapes::k{cxx_name(name)}Shape = {{{shape_initializer(service, name)}}};")
    lines += ['constinit const Shape Shapes::kStreamShape = {.kind = ShapeKind::stream, .name = "Stream"};', ""]
    lines.append("const Operation kOperations[] = {")
    lines += ["    " + operation_initializer(service, operation) + "," for operation in service.operations.values()]
    lines += ["};", ""]
    errors = errors_of(service)
    lines.append("constexpr protocol::ErrorShape kErrors[] = {")
    lines += [f"    {{{quoted(name)}, {quoted(code)}, {status}}}," for name, code, status in errors]
    lines += ["};", "", "}  // namespace", ""]
    metadata = service.metadata
    namespace = metadata.get("xmlNamespace", "")
    lines += ["const protocol::ServiceModel& model() {",
              "  static const protocol::ServiceModel instance{",
              f"      {quoted(service.name)}, {quoted(metadata.get('signingName', metadata['endpointPrefix']))}, "
              f"{quoted(metadata['endpointPrefix'])}, protocol::Protocol::{PROTOCOLS[service.protocol]}, "
              f"{quoted(metadata['apiVersion'])}, {quoted(metadata.get('targetPrefix', ''))}, "
              f"{quoted(metadata.get('jsonVersion', ''))}, "
              f"{quoted(namespace if isinstance(namespace, str) else namespace['uri'])}, kOperations, "
              + ("kErrors" if errors else "{}") + "};",
              "  return instance;", "}", "", f"}}  // namespace stellwerk::{service.name}", ""]
    return "\n".join(lines)


def operations_header(service):
    kind = class_name(service.name)
    lines = ["// Generated by codegen/generate.py. Do not edit.", "#pragma once", "#include <span>", "#include <vector>", "",
             f'#include "api/{service.name}.h"', '#include "ports/service.h"', "", f"namespace stellwerk::{service.name} {{",
             "", f"class {kind};", "",
             "// Each is defined in operations/<name>.cc ..."]
    for name in service.operations:
        request, response = (cxx_name(t[name]) for t in (service.request_of, service.response_of))
        lines.append(f"::stellwerk::Result<{response}> {snake(name)}({kind}& service, ports::Call& call, const {request}& request);")
    lines += ["", "// ... and what it needs leave for in resources.cc."]
    for name in service.operations:
        request = cxx_name(service.request_of[name])
        lines.append(f"::stellwerk::Result<std::vector<ports::Access>> accesses({kind}& service, ports::Call& call, const {request}& request);")
    lines += ["", "/// All of the above as a table, in the model's order.", "std::span<const ports::BoundOperation> bound_operations();",
              "", f"}}  // namespace stellwerk::{service.name}", ""]
    return "\n".join(lines)


def binding(service):
    kind = class_name(service.name)
    lines = ["// Generated by codegen/generate.py. Do not edit.", f'#include "services/{service.name}/operations.h"',
             f'#include "services/{service.name}/service.h"', "",
             f"namespace stellwerk::{service.name} {{", "namespace {", "",
             "template <class Request, auto kFunction>",
             "::stellwerk::Result<void> run(void* service, ports::Call& call, const void* request, void* response) {",
             f"  auto answer = kFunction(*static_cast<{kind}*>(service), call, *static_cast<const Request*>(request));",
             "  if (!answer) return std::move(answer).error();",
             "  *static_cast<typename Request::Response*>(response) = std::move(*answer);",
             "  return {};", "}", "",
             "template <class Request>",
             "::stellwerk::Result<std::vector<ports::Access>> needed(void* service, ports::Call& call, const void* request) {",
             f"  return accesses(*static_cast<{kind}*>(service), call, *static_cast<const Request*>(request));", "}", "",
             "}  // namespace", "", "std::span<const ports::BoundOperation> bound_operations() {",
             "  static const auto& operations = model().operations;",
             "  static const ports::BoundOperation table[] = {"]
    for index, name in enumerate(service.operations):
        request = cxx_name(service.request_of[name])
        lines.append(f"      {{&operations[{index}], &run<{request}, &{snake(name)}>, &needed<{request}>}},")
    lines += ["  };", "  return table;", "}", "", f"}}  // namespace stellwerk::{service.name}", ""]
    return "\n".join(lines)


def write_if_changed(path, text):
    """Leaves an unchanged file's time alone, so that nothing is compiled again for nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def generate(model_path, name, output):
    service = Service(json.loads(pathlib.Path(model_path).read_text()), name)
    write_if_changed(output / "api" / f"{name}.h", header(service))
    write_if_changed(output / "api" / f"{name}.cc", source(service))
    write_if_changed(output / "services" / name / "operations.h", operations_header(service))
    write_if_changed(output / "services" / name / "bind.cc", binding(service))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    try:
        generate(sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]))
    except Refused as refusal:
        sys.exit(f"{sys.argv[1]}: {refusal}")
