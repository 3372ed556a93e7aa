"""Counts a tree of Rust sources: files, code lines, functions, public items, examples,
documentation, comments, and words that the text should avoid.

Usage: python3 docs/count.py [FOLDER ...]

Each line of a file is code, documentation (`///` or `//!`), a comment (`//`) or blank. Modules under
`#[cfg(test)]` at the end of a file are left out. The method is lexical: it reads lines, not syntax, so that a
module of tests in a file of its own counts as code.
"""

import re
import sys
from collections import Counter
from pathlib import Path
from statistics import median

WORDS = ["held", "told", "met", "beside", "so many"]
ITEM = re.compile(
    r"pub (?:const |async |unsafe )*(?:fn|struct|enum|trait|const|static|type|union)\b"
)
FUNCTION = re.compile(r"(?:pub(?:\([^)]*\))? )?(?:const |async |unsafe )*fn \w")
TESTS = re.compile(r"#\[cfg\(test\)\]\n(?:#\[[^\n]*\n)*mod \w+ \{")


def measure(text):
    """Counts of one file, without the tests at its end."""
    tests = TESTS.search(text)
    if tests:
        text = text[: tests.start()]
    counts = Counter(files=1)
    is_documented = False
    brackets = 0  # Open brackets of an attribute, which stands between documentation and item.
    for line in map(str.strip, text.splitlines()):
        if not line:
            counts["blank lines"] += 1
        elif line.startswith(("///", "//!")):
            counts["documentation lines"] += 1
            counts["examples"] += bool(re.match(r"//[/!] # Examples?$", line))
            is_documented = True
        elif line.startswith("//"):
            counts["comment lines"] += 1
        else:
            counts["code lines"] += 1
            counts["functions"] += bool(FUNCTION.match(line))
            if ITEM.match(line):
                counts["public items"] += 1
                counts["public items with documentation"] += is_documented
            if line.startswith("#[") or brackets:
                brackets += line.count("[") - line.count("]")
            else:
                is_documented = False
    for word in WORDS:
        pattern = r"\b" + word.replace(" ", r"\s+") + r"\b"
        counts[f"word `{word}`"] = len(re.findall(pattern, text, re.IGNORECASE))
    return counts


def main(folders):
    for folder in folders:
        paths = sorted(Path(folder).rglob("*.rs"))
        if not paths:
            sys.exit(f"{folder}: must contain Rust files, got none; name another folder")
        measured = [measure(path.read_text(encoding="utf-8")) for path in paths]
        total = sum(measured, Counter())
        lengths = [counts["code lines"] for counts in measured]
        print(folder)
        for name in [
            "files",
            "code lines",
            "functions",
            "public items",
            "public items with documentation",
            "examples",
            "documentation lines",
            "comment lines",
            "blank lines",
        ]:
            print(f"  {name}: {total[name]}")
        print(f"  code lines a file: median {median(lengths):.0f}, most {max(lengths)}")
        ratio = total["documentation lines"] / max(1, total["code lines"])
        print(f"  documentation lines per code line: {ratio:.2f}")
        for word in WORDS:
            print(f"  word `{word}`: {total[f'word `{word}`']}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["src"])
