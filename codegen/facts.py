"""What a service's model does not say, or says wrong: codegen/overrides/<service>.json, a list of entries

  {"fact": "http_status", "operations": ["PutBucketPolicy"], "value": 204, "reason": "why the model is not followed"}

"operations" is for facts of operations ("*": all of them). Facts and their values: FACTS_OF_OPERATIONS, FACTS_OF_SERVICES.
"""
import json

MEBIBYTE = 1 << 20
# Bodies held whole. Documents of the listed services stay far below; what may be larger has an override.
DEFAULT_BODY_BYTES = 1 * MEBIBYTE

FACTS_OF_OPERATIONS = {"http_status": int, "body_bytes_limit": int, "is_unsigned": bool}
FACTS_OF_SERVICES = {
    "constraint_error": str,   # the code of a request outside the model's limits
    "refusal_error": str,      # the code of a request for what operations.list refuses
    "action_prefix": str,      # of its actions in policies, where it is not the folder's name
    "host_prefix": str,        # what clients put into the host in front of the endpoint: "bucket" or "account"
    "answers_unclaimed": bool,  # unsigned requests that name no service are its own
    "has_errors_of_members": bool,  # Invalid<Member>Exception and <Member>RequiredException tell what is wrong
}
DIALECTS = {"s3": "s3", "s3v4": "s3_control"}


class Refused(Exception):
    """A model or an override holds something that the generator has no C++ form for."""


def form(code, status):
    return {"code": code, "status": status}


def default_errors(protocol, dialect):
    """constraint, refusal, throttled, denied: what each protocol says unless a service says otherwise."""
    if dialect != "plain":
        return {"constraint": form("InvalidRequest", 400), "refusal": form("NotImplemented", 501),
                "throttled": form("SlowDown", 503), "denied": form("AccessDenied", 403)}
    if protocol in ("query", "ec2", "rest-xml"):
        return {"constraint": form("ValidationError", 400), "refusal": form("ValidationError", 400),
                "throttled": form("Throttling", 400), "denied": form("AccessDenied", 403)}
    is_rest = protocol == "rest-json"
    return {"constraint": form("ValidationException", 400), "refusal": form("ValidationException", 400),
            "throttled": form("ThrottlingException", 429 if is_rest else 400),
            "denied": form("AccessDeniedException", 403 if is_rest else 400)}


def checked_entries(path, operations):
    entries = json.loads(path.read_text()) if path and path.exists() else []
    for entry in entries:
        fact, value = entry.get("fact"), entry.get("value")
        kind = FACTS_OF_OPERATIONS.get(fact) or FACTS_OF_SERVICES.get(fact)
        if kind is None or type(value) is not kind:
            raise Refused(f"{path.name}: {fact} = {value!r} is no fact")
        if len(entry.get("reason", "")) < 10 or set(entry) - {"fact", "value", "reason", "operations"}:
            raise Refused(f"{path.name}: {fact}: every entry has a reason and nothing unknown")
        if (fact in FACTS_OF_OPERATIONS) != ("operations" in entry):
            raise Refused(f"{path.name}: {fact}: operations are named for facts of operations, and only for those")
        unknown = set(entry.get("operations", [])) - set(operations) - {"*"}
        if unknown:
            raise Refused(f"{path.name}: {fact}: no operation {', '.join(sorted(unknown))}")
    return entries


def literal_prefix(operations):
    """What the paths of all operations begin with, "/v20180820" or ""."""
    paths = [operation.get("http", {}).get("requestUri", "/").partition("?")[0].split("/")[1:] for operation in operations]
    common = ""
    for parts in zip(*paths):
        if len(set(parts)) > 1 or parts[0].startswith("{") or not parts[0]:
            break
        common += "/" + parts[0]
    return common


class Facts:
    def __init__(self, model, overrides_path=None):
        self.operations, self.metadata = model["operations"], model["metadata"]
        self.entries = checked_entries(overrides_path, self.operations)
        self.protocols = self.metadata.get("protocols") or [self.metadata["protocol"]]
        self.dialect = DIALECTS.get(self.metadata.get("signatureVersion"), "plain")
        has_account = any("{AccountId}" in o.get("endpoint", {}).get("hostPrefix", "") for o in self.operations.values())
        self.host_prefix = self.of_service("host_prefix") or ("account" if has_account else "none")
        is_rest = self.metadata["protocol"].startswith("rest-")
        self.path_prefix = literal_prefix(self.operations.values()) if is_rest else ""

    def errors_in(self, protocol):
        errors = default_errors(protocol, self.dialect)
        if (code := self.of_service("constraint_error")):
            errors["constraint"] = errors["refusal"] = form(code, 400)
        if (code := self.of_service("refusal_error")):
            errors["refusal"] = form(code, 400)
        return errors

    def of_service(self, fact):
        return next((entry["value"] for entry in self.entries if entry["fact"] == fact), None)

    def of_operation(self, fact, operation, otherwise):
        return next((entry["value"] for entry in self.entries if entry["fact"] == fact
                     and ("*" in entry["operations"] or operation["name"] in entry["operations"])), otherwise)

    def http_status(self, operation):
        return self.of_operation("http_status", operation, operation.get("http", {}).get("responseCode", 0))

    def body_bytes_limit(self, operation):
        return self.of_operation("body_bytes_limit", operation, DEFAULT_BODY_BYTES)

    def is_unsigned(self, operation):
        is_marked = operation.get("authtype") == "none" or operation.get("auth") == ["smithy.api#noAuth"]
        return self.of_operation("is_unsigned", operation, is_marked)
