"""Requires each ```text block of a page to be printed, line after line, by one of the programs.

python3 blocks.py PAGE OUTPUT...
"""

import sys
from pathlib import Path

page, *outputs = sys.argv[1:]
printed = {path: "\n" + Path(path).read_text() + "\n" for path in outputs}
blocks = Path(page).read_text().split("\n```text\n")[1:]
if not blocks:
    sys.exit(f"{page} has no text block")
used = set()
for block in blocks:
    text = "\n" + block.split("\n```")[0] + "\n"
    found = [path for path, output in printed.items() if text in output]
    if not found:
        sys.exit(f"{page}: no program prints this block:{text}")
    used.update(found)
for path in set(outputs) - used:
    sys.exit(f"{page} shows nothing of {path}")
print(f"{page}: {len(blocks)} text blocks are printed as they stand")
