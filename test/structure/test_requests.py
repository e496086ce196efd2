"""Every member of every request is read by its operation, or refused in operations.list: nothing is passed over in silence."""
import json
import re
import sys
import unittest

from structure import tree

sys.path.insert(0, str(tree.ROOT / "codegen"))
import access  # noqa: E402
import operations_list  # noqa: E402
from model import Service, snake  # noqa: E402

IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
MACRO = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)((?:[^\n]*\\\n)*[^\n]*)", re.M)

# Members that the gateway reads for every operation of a service.
GATEWAYS = {"s3": {"ContentMD5", "ChecksumAlgorithm"}}


def without_comments(source):
    def kept(match):
        return "\n" * match.group().count("\n") if match.group().startswith("/") else match.group()
    return tree.COMMENT_OR_LITERAL.sub(kept, source)


def service_of(folder):
    model = json.loads((tree.ROOT / "models" / f"{folder.name}.json").read_text())
    overrides = tree.ROOT / "codegen/overrides" / f"{folder.name}.json"
    return Service(model, folder.name, overrides, operations_list.read(folder / "operations.list"))


class Sources:
    """What a service's operations call within its folder, by name."""

    def __init__(self, folder, keeps_literals=False):
        self.folder = folder
        self.service = service_of(folder)
        self.read = without_comments if keeps_literals else tree.code_only
        self.called, self.lines = {}, []
        shared = [*(tree.ROOT / "src/aws").glob("*.cc"), *(tree.ROOT / "src/aws").glob("*.h")]
        for path in sorted([*folder.glob("*.cc"), *folder.glob("*.h"), *shared]):
            name = str(path.relative_to(tree.ROOT))
            if tree.is_test(name):
                continue
            code = self.read(tree.text(name))
            lines = code.split("\n")
            self.lines += lines
            for function, first, count in tree.functions(name):
                self.called.setdefault(function.split("::")[-1], []).append("\n".join(lines[first - 1:first - 1 + count]))
            for macro, body in MACRO.findall(code):
                self.called.setdefault(macro, []).append(body)

    def accesses(self, operation):
        """The function that names the operation's accesses, written from operations.list or by hand, or the line on which
        a macro writes it."""
        if access.is_written(self.service, operation):
            return ["\n".join(access.function(self.service, operation))]
        own = [text for texts in self.called.values() for text in texts
               if re.search(rf"\baccesses\([^)]*\b{operation}Request\b", text)]
        return own + [line for line in self.lines if re.match(rf"[A-Z_]+\({operation}\b", line)]

    def reached_from(self, operation):
        path = self.folder / "operations" / f"{snake(operation)}.cc"
        return self.closure([self.read(tree.text(str(path.relative_to(tree.ROOT)))), *self.accesses(operation)])

    def reached_by_accesses(self, operation):
        return self.closure(self.accesses(operation))

    def closure(self, pending):
        seen, texts = set(), []
        while pending:
            text = pending.pop()
            texts.append(text)
            for name in set(IDENTIFIER.findall(text)) - seen - {"accesses"}:
                seen.add(name)
                pending += self.called.get(name, [])
        return "\n".join(texts)


def unread(folder):
    """(operation, member) that neither its code nor operations.list names."""
    sources = Sources(folder)
    service, listed = sources.service, sources.service.listed
    for operation in service.operations:
        text = sources.reached_from(operation)
        named = {refusal.path.split(".")[0] for refusal in listed[operation].refusals} | set(listed[operation].ignored)
        named |= GATEWAYS.get(folder.name, set())
        for member in service.shapes[service.request_of[operation]].get("members", {}):
            if member not in named and not re.search(rf"(\.|->|\(){snake(member)}\b|, {snake(member)}\)", text):
                yield operation, member


class Requests(unittest.TestCase):
    def test_every_member_is_read_or_refused(self):
        found = [f"{folder.name}: {operation}.{member}" for folder in tree.SERVICES for operation, member in unread(folder)]
        self.assertEqual([], found, "neither read nor refused in operations.list:\n" + "\n".join(found))
