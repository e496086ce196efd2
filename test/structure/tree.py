"""The tracked files, and what the structure tests read out of them. Standard library only."""
import functools
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVICES = sorted(path.parent for path in (ROOT / "src/services").glob("*/face.cc"))

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
COMMENT_OR_LITERAL = re.compile(
    r'R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*.*?\*/', re.S)


@functools.cache
def tracked():
    """Paths relative to the root: in the index, or new and not ignored; a copy without git gives all its files."""
    try:
        listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard"], check=True, text=True,
                                capture_output=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        listed = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*")
                  if not {"build", "node_modules", "__pycache__"} & set(path.parts)]
    return sorted(path for path in set(listed) if (ROOT / path).is_file())


@functools.cache
def text(path):
    return (ROOT / path).read_text(errors="replace")


def sources(prefix="src/", *suffixes):
    return [path for path in tracked() if path.startswith(prefix) and path.endswith(suffixes or (".cc", ".h"))]


def is_test(path):
    name = path.rsplit("/", 1)[-1]
    return name.endswith(("_test.cc", "_test.h")) or name.startswith("test_")


def room_of(path):
    """src/services/kms/operations/encrypt.cc → services/kms; src/main.cc → main."""
    parts = pathlib.PurePosixPath(path).parts[1:]
    if len(parts) == 1:
        return pathlib.PurePosixPath(parts[0]).stem
    return "/".join(parts[:2]) if parts[0] in ("services", "dataplane") else parts[0]


def includes(path):
    """(quoted?, what) of each #include."""
    return [(mark == '"', what) for mark, what in INCLUDE.findall(text(path))]


def room_of_include(what):
    return room_of("src/" + what)


def code_only(source):
    """Comments and literals blanked, lines kept."""
    def blank(match):
        return ("" if match.group().startswith("/") else '""') + "\n" * match.group().count("\n")
    return COMMENT_OR_LITERAL.sub(blank, source)


NOT_A_FUNCTION = re.compile(r"^(namespace|class|struct|enum|union|extern\s*\"\"|typedef|using)\b|^\[\[[^\]]*\]\]\s*(class|struct)\b")


def functions(path):
    """(name, first line, number of lines) of the C++ functions defined in a file, by counting braces."""
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda match: "\n" * match.group().count("\n"), code_only(text(path)), flags=re.M)
    out, stack, start, began, parentheses = [], [], 0, 0, 0
    for match in re.finditer(r"[{}();]", code):
        character, at = match.group(), match.start()
        inside = stack and stack[-1][0] in ("function", "other")
        if character in "()":
            parentheses += 1 if character == "(" else -1
        elif character == "{":
            head = re.sub(r"^(\s*template\s*<[^{};]*?>\s*)+(?=[A-Za-z:\[])", "", code[start:at]).strip()
            is_function = not inside and parentheses == 0 and "(" in head and not NOT_A_FUNCTION.match(head)
            kind = "function" if is_function else "scope" if NOT_A_FUNCTION.match(head) and not inside else "other"
            stack.append((kind, head, start + len(code[start:at]) - len(code[start:at].lstrip()), at, parentheses))
            parentheses, start = 0, match.end()
        elif character == "}":
            if stack:
                kind, head, began, _, parentheses = stack.pop()
                if kind == "function":
                    name = re.search(r"([\w:~]+|operator\W+)\s*\(", head)
                    first = code.count("\n", 0, began) + 1
                    out.append((name.group(1) if name else head[:40], first, code.count("\n", 0, match.start()) + 2 - first))
            # Braces within parentheses are an argument's: the head goes on.
            start = began if parentheses > 0 else match.end()
        elif parentheses == 0:
            start = match.end()
    return out
