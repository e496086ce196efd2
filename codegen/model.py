"""A service's model as the generator needs it: names in C++, structures in order, what has no form refused."""
import re

from facts import Facts, Refused

KEYWORDS = set("""and auto bool break case catch char class const continue default delete do double else enum explicit
export extern false float for friend goto if inline int long mutable namespace new not operator or private protected
public register return short signed sizeof static struct switch template this throw true try typedef typename union
unsigned using virtual void volatile while xor""".split())

SCALARS = {"string": "std::string", "blob": "std::string", "boolean": "bool", "integer": "std::int64_t",
           "long": "std::int64_t", "float": "double", "double": "double", "timestamp": "Timestamp"}
KINDS = {"string": "string", "blob": "blob", "boolean": "boolean", "integer": "integer", "long": "long_integer",
         "float": "float_number", "double": "double_number", "timestamp": "timestamp", "list": "list", "map": "map",
         "structure": "structure"}
LOCATIONS = {"header": "header", "headers": "headers", "uri": "uri", "querystring": "query_string",
             "statusCode": "status_code"}
TIMESTAMP_FORMATS = {"iso8601": "iso8601", "unixTimestamp": "unix_seconds", "rfc822": "rfc822"}
PROTOCOLS = {"query": "query", "ec2": "ec2", "json": "json", "rest-json": "rest_json", "rest-xml": "rest_xml",
             "smithy-rpc-v2-cbor": "rpc_v2_cbor"}


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


def class_name(service, service_id):
    """The folder's name, with the capitals of AWS's own if that is the same but for them: SecretsManager, S3Control."""
    spelled = re.sub(r"[^A-Za-z0-9]", "", service_id)
    if spelled.lower() != service.replace("_", "").lower() or spelled.isupper() and spelled.isalpha():
        spelled = service.replace("_", "")
    return spelled[0].upper() + spelled[1:]


XML_PROTOCOLS = ("query", "ec2", "rest-xml")


class Service:
    def __init__(self, model, name, overrides_path=None, listed=None):
        self.name = name
        self.model = model
        self.facts = Facts(model, overrides_path)
        self.listed = listed or {}
        self.metadata = model["metadata"]
        self.operations = model["operations"]
        self.shapes = dict(model["shapes"])
        self.protocol = self.metadata["protocol"]
        self.action_prefix = self.facts.of_service("action_prefix") or name
        self.class_name = class_name(name, self.metadata.get("serviceId", name))
        for protocol in self.facts.protocols:
            if protocol not in PROTOCOLS:
                raise Refused(f"protocol {protocol}")
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

    def refusals(self, operation):
        return self.listed[operation].refusals if operation in self.listed else []

    def check_refusals(self):
        for operation in self.operations:
            members = self.shapes[self.request_of[operation]].get("members", {})
            unknown = set(self.listed[operation].ignored if operation in self.listed else ()) - set(members)
            if unknown:
                raise Refused(f"operations.list: {operation} has no {', '.join(sorted(unknown))}")
            for refusal in self.refusals(operation):
                shape = self.shapes[self.request_of[operation]]
                for part in refusal.path.split("."):
                    while shape["type"] in ("list", "map"):
                        shape = self.shapes[shape.get("member", shape.get("value"))["shape"]]
                    if part not in shape.get("members", {}):
                        raise Refused(f"operations.list: {operation} has no {refusal.path}")
                    shape = self.shapes[shape["members"][part]["shape"]]

    def member_errors(self, operation):
        """(member, its error if invalid, its error if absent), from the names of the errors that the operation declares."""
        if not self.facts.of_service("has_errors_of_members"):
            return []
        declared, out = operation.get("errors", []), []
        for member, ref in self.shapes[self.request_of[operation["name"]]].get("members", {}).items():
            names = (member[0].upper() + member[1:], ref["shape"])
            found = [next((form.format(name) for name in names if form.format(name) in declared), "")
                     for form in ("Invalid{}Exception", "{}RequiredException")]
            if any(found):
                out.append((member, *found))
        return out

    def refuse_what_has_no_form(self):
        self.check_refusals()
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
