"""Reads a service's operations.list: which operations there are, what each refuses, what leave each needs.

An operation begins a line; clauses follow it, on its line or on indented ones, each ended by ';' or the line's end:

  PutObject
    refuse RequestPayer, ObjectLockMode       given at all, unless false or empty
    refuse StorageClass = GLACIER|SNOW        one of these values
    refuse Source.Type != S3|NO_SOURCE (use S3)   any value but these, with what to do; a dot reaches into a structure
                                              or into each of a list
    ignore Force (there are no managed rules)  passed over on purpose, and why that harms nobody

What leave an operation needs is written here too, or else in resources.cc by hand. Each "on" is one access, by the
function <kind>_access of resources.cc; members are the model's; the action is the operation's name unless said:

  PutParameter
    on parameter(Name); on parameter(Name) as AddTagsToResource if Tags
    on each parameter(Names)                  one for each of a list
    on everything                             "*", for what is about no resource
    request-tags(Tags); tag-keys(TagKeys)     the condition keys of tags given and of tags taken away
    key ssm:Overwrite(Overwrite=false)        a condition key from a member, with the value that counts if it is absent
"""
import dataclasses
import re

REFUSAL = re.compile(r"^(?P<path>\w+(?:\.\w+)*)(?:\s*(?P<relation>!?=)\s*(?P<values>[^\s|]+(?:\|[^\s|]+)*))?"
                     r"(?:\s*\((?P<remedy>[^()]+)\))?$")


ACCESS = re.compile(r"^(?P<each>each )?(?P<kind>[a-z_]+)(?:\((?P<arguments>[^()]*)\))?(?: as (?P<action>\w+))?(?: if (?P<condition>\w+))?$")
KEY = re.compile(r"^(?P<key>[\w.:/-]+)\((?P<member>\w+)(?:=(?P<otherwise>[^()]*))?\)$")
EVERYTHING = "everything"


class Malformed(Exception):
    """A line that says nothing that is known here."""


@dataclasses.dataclass
class Refusal:
    path: str
    values: list = dataclasses.field(default_factory=list)
    is_exception: bool = False  # the values are those that are not refused
    remedy: str = ""

    def __str__(self):
        return self.path + (f" {'other than' if self.is_exception else '='} {', '.join(self.values)}" if self.values else "")


@dataclasses.dataclass
class Access:
    kind: str
    arguments: list
    action: str
    is_each: bool = False
    condition: str = ""  # a member that must be given and not empty


@dataclasses.dataclass
class Key:
    key: str
    member: str
    otherwise: str | None = None


@dataclasses.dataclass
class Listed:
    name: str
    refusals: list = dataclasses.field(default_factory=list)
    ignored: dict = dataclasses.field(default_factory=dict)  # member → why
    accesses: list = dataclasses.field(default_factory=list)  # none: by hand
    request_tags: str = ""
    tag_keys: str = ""
    keys: list = dataclasses.field(default_factory=list)


def refusal(text):
    match = REFUSAL.match(text.strip())
    if not match:
        raise Malformed(f"refuse {text.strip()}")
    values = match["values"].split("|") if match["values"] else []
    return Refusal(match["path"], values, match["relation"] == "!=", match["remedy"] or "")


def ignored(text):
    match = re.match(r"^([\w, ]+) \(([^()]+)\)$", text)
    if not match:
        raise Malformed(f"ignore {text}: wanted members and (why)")
    return {member.strip(): match[2] for member in match[1].split(",")}


def access(operation, text):
    match = ACCESS.match(text)
    if not match:
        raise Malformed(f"on {text}")
    arguments = [part.strip() for part in (match["arguments"] or "").split(",") if part.strip()]
    return Access(match["kind"], arguments, match["action"] or operation, bool(match["each"]), match["condition"] or "")


def condition_key(text):
    match = KEY.match(text)
    if not match:
        raise Malformed(f"key {text}")
    return Key(match["key"], match["member"], match["otherwise"])


def read_clause(listed, clause):
    word, _, rest = clause.partition(" ")
    if (tags := re.match(r"^(request-tags|tag-keys)\((\w+)\)$", clause)):
        return setattr(listed, tags[1].replace("-", "_"), tags[2])
    if word == "on":
        return listed.accesses.append(access(listed.name, rest))
    if word == "key":
        return listed.keys.append(condition_key(rest))
    if word == "refuse":
        listed.refusals += [refusal(part) for part in re.split(r",(?![^(]*\))", rest)]
    elif word == "ignore":
        listed.ignored.update(ignored(rest))
    else:
        raise Malformed(f"{listed.name}: {clause}")


def parse(text):
    """name → Listed, in the list's order."""
    out, current = {}, None
    for line in text.splitlines():
        line = line.split("#", 1)[0].rstrip()
        if not line:
            continue
        if not line[0].isspace():
            name, _, line = line.partition(" ")
            if not re.fullmatch(r"\w+", name) or name in out:
                raise Malformed(f"{name}: named twice, or no name of an operation")
            current = out[name] = Listed(name)
        if current is None:
            raise Malformed(line.strip())
        for clause in line.split(";"):
            if clause.strip():
                read_clause(current, " ".join(clause.split()))
    return out


def read(path):
    try:
        return parse(path.read_text())
    except Malformed as fault:
        raise Malformed(f"{path}: {fault}") from None
