#!/usr/bin/env python3
"""Writes docs/differences.md from the "Differences" part of each service's README and the operations that are not here.

Usage: tools/differences.py            write
       tools/differences.py --check    fail if the file is not current
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "codegen"))
import operations_list  # noqa: E402

OUTPUT = ROOT / "docs/differences.md"

HEAD = """# Differences from AWS

Assembled by `tools/differences.py` from the services' READMEs and their `operations.list`. What is listed here is refused with an
error, never ignored in silence, unless its line says what happens instead; that no member of a request is neither read nor listed is
tested. Operations that are not here at all: [coverage.md](coverage.md).
"""


def differences(page):
    """The text from the line that begins "Differences" to the next heading, without that line's own heading."""
    lines = page.read_text().splitlines()
    begin = next((at for at, line in enumerate(lines) if re.match(r"(#+ )?Differences", line)), None)
    if begin is None:
        return ""
    end = next((at for at in range(begin + 1, len(lines)) if lines[at].startswith("#")), len(lines))
    first = re.sub(r"^(#+ )?Differences( from AWS)?:?\s*", "", lines[begin])
    return "\n".join([first, *lines[begin + 1:end]]).strip()


def grouped(entries):
    """One line for each text, with the operations that it holds for."""
    operations = {}
    for operation, text in entries:
        operations.setdefault(text, []).append(operation)
    return "".join(f"- {text}: {', '.join(names)}\n" for text, names in operations.items())


def refusals(folder):
    listed = operations_list.read(folder / "operations.list").values()
    refused = grouped((one.name, f"`{refusal}`" + (f" ({refusal.remedy})" if refusal.remedy else ""))
                      for one in listed for refusal in one.refusals)
    ignored = grouped((one.name, f"`{member}` ({why})") for one in listed for member, why in one.ignored.items())
    return (f"\nRefused, unless false or empty:\n{refused}" if refused else "") + \
        (f"\nWithout effect:\n{ignored}" if ignored else "")


def document():
    out = [HEAD]
    for page in sorted((ROOT / "src/services").glob("*/README.md")):
        text = differences(page)
        name = page.parent.name
        out.append(f"\n## {name}\n\n{text[:1].upper() + text[1:] if text else 'None known.'}\n{refusals(page.parent)}")
    return "".join(out)


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        if not OUTPUT.exists() or OUTPUT.read_text() != document():
            sys.exit("docs/differences.md is not current: run python3 tools/differences.py")
    else:
        OUTPUT.write_text(document())
