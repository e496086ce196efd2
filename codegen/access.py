"""The functions that name what leave an operation needs, written from operations.list."""
from facts import Refused
from model import cxx_name, quoted, snake
from operations_list import EVERYTHING

ACCESSES = "::stellwerk::Result<std::vector<ports::Access>>"


def is_written(service, operation):
    """Whether the operation's accesses are in operations.list; else they are in resources.cc."""
    return operation in service.listed and bool(service.listed[operation].accesses)


def member(service, operation, name):
    """(C++ expression, is it plain, the shape's type)"""
    request = service.request_of[operation]
    ref = service.shapes[request].get("members", {}).get(name)
    if ref is None:
        raise Refused(f"operations.list: {operation} has no member {name}")
    is_plain = name in service.shapes[request].get("required", [])
    return f"request.{snake(name)}", is_plain, service.shapes[ref["shape"]]["type"]


def arguments(service, operation, access):
    """(C++ expression, is it plain) of each argument; that of "on each" is the element of a list."""
    out = []
    for position, argument in enumerate(access.arguments):
        if argument.startswith('"'):
            out.append((argument, True))
            continue
        expression, is_plain, kind = member(service, operation, argument)
        is_element = access.is_each and position == 0
        if kind != ("list" if is_element else "string"):
            raise Refused(f"operations.list: {operation}: {argument} is a {kind}")
        out.append(("each", True) if is_element else (expression, is_plain))
    return out


def kinds(service):
    """(kind, number of arguments) → for each argument whether all who give it give it plain."""
    out = {}
    for operation in service.operations:
        for access in service.listed[operation].accesses if operation in service.listed else []:
            if access.kind == EVERYTHING:
                continue
            plain = [is_plain for _, is_plain in arguments(service, operation, access)]
            known = out.setdefault((access.kind, len(plain)), plain)
            out[access.kind, len(plain)] = [a and b for a, b in zip(known, plain)]
    return out


def declarations(service):
    lines = []
    for (kind, _), plain in sorted(kinds(service).items()):
        parameters = "".join(", const std::string&" if is_plain else ", const std::optional<std::string>&" for is_plain in plain)
        lines.append(f"::stellwerk::Result<ports::Access> {kind}_access({service.class_name}& service, ports::Call& call{parameters});")
    return lines


def pushed(service, operation, access):
    action = quoted(f"{service.action_prefix}:{access.action}")
    if access.kind == EVERYTHING:
        return [f'  out.push_back({{.action = {action}, .resource = "*"}});']
    given = arguments(service, operation, access)
    call = f"{access.kind}_access({', '.join(['service', 'call', *(text for text, _ in given)])})"
    lines = [f"out.push_back(TRY({call}));", f"out.back().action = {action};"]
    if access.is_each:
        listed, is_plain, _ = member(service, operation, access.arguments[0])
        lines = [f"for (const auto& each : {listed if is_plain else '*' + listed}) {{", *("  " + line for line in lines), "}"]
        if not is_plain:
            lines = [f"if ({listed}) {{", *("  " + line for line in lines), "}"]
    if access.condition:
        wanted, is_plain, _ = member(service, operation, access.condition)
        test = f"!{wanted}.empty()" if is_plain else f"{wanted} && !{wanted}->empty()"
        lines = [f"if ({test}) {{", *("  " + line for line in lines), "}"]
    return ["  " + line for line in lines]


def value_of(expression, kind):
    if kind == "boolean":
        return f'{{{expression} ? "true" : "false"}}'
    if kind in ("integer", "long"):
        return f"{{std::to_string({expression})}}"
    return expression if kind == "list" else f"{{{expression}}}"


def told(service, operation, key):
    expression, is_plain, kind = member(service, operation, key.member)
    slot = f"access.context[{quoted(key.key)}] = "
    if is_plain:
        return slot + value_of(expression, kind) + ";"
    if key.otherwise is not None:
        otherwise = key.otherwise if kind in ("boolean", "integer", "long") else f"std::string({quoted(key.otherwise)})"
        return slot + value_of(f"{expression}.value_or({otherwise})", kind) + ";"
    return f"if ({expression}) {slot}{value_of('*' + expression, kind)};"


def function(service, operation):
    """The whole definition, in lines."""
    listed = service.listed[operation]
    request = cxx_name(service.request_of[operation])
    body = [line for access in listed.accesses for line in pushed(service, operation, access)]
    tell = [told(service, operation, key) for key in listed.keys]
    if listed.request_tags:
        tell.append(f"aws::tell_request_tags(access, aws::tag_list({member(service, operation, listed.request_tags)[0]}));")
    if listed.tag_keys:
        keys, is_plain, _ = member(service, operation, listed.tag_keys)
        tell.append(f"aws::tell_tag_keys(access, {keys});" if is_plain else f"if ({keys}) aws::tell_tag_keys(access, *{keys});")
    if tell:
        body += ["  for (ports::Access& access : out) {", *("    " + line for line in tell), "  }"]
    uses_request = any("request." in line or "each" in line for line in body)
    is_about_all = all(access.kind == EVERYTHING for access in listed.accesses)
    names = ("" if is_about_all else " service", "" if is_about_all else " call", " request" if uses_request else "")
    return [f"{ACCESSES} accesses({service.class_name}&{names[0]}, ports::Call&{names[1]}, const {request}&{names[2]}) {{",
            "  std::vector<ports::Access> out;", *body, "  return out;", "}", ""]


def functions(service):
    return [line for operation in service.operations if is_written(service, operation) for line in function(service, operation)]
