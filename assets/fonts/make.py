"""Makes the fonts of this folder out of what their authors publish: `python3 make.py FOLDER` (fonttools 4.68).

FOLDER holds InterVariable.ttf and InterVariable-Italic.ttf (github.com/rsms/inter, 4.1), and
MaterialSymbolsRounded-Regular.ttf (github.com/google/material-design-icons; at weight 400). Of a file that is not there, what
was made of it stays. Literata stands here as Google Fonts serves it: in files for single scripts.

Only what is drawn stays: the weights between regular and bold, one optical size, the features that a text has without asking
for them. The window prepares a whole file anew for every size in which it draws a letter of it, so letters that are used all
the time do not stand in one file with thousands that hardly ever are.
"""

import re
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
# Western Europe: letters, accents by themselves, punctuation, and the signs that the window itself uses.
COMMON = set(range(0x20, 0x100)) | {0x131, 0x152, 0x153, 0x178, 0x2C6, 0x2DA, 0x2DC} | set(range(0x300, 0x30D)) | {0x323, 0x327}
COMMON |= set(range(0x2009, 0x2045)) | set(map(ord, "€₤₹₽№™←↑→↓↔∆−√∞≈≠≤≥■□▪▲△▶▷▼▽◀◆◇○●★☆✓✗"))
LATIN = set(range(0x100, 0x250)) | set(range(0x1E00, 0x1F00)) | set(range(0x300, 0x370))
# Alternative shapes without a meaning of their own: in a text the same numbers mean something else.
PRIVATE = set(range(0xE000, 0xF900))


def subset(font, characters):
    options = Options(name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True, hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def inter(folder):
    for source, name, wanted in [
        ("InterVariable.ttf", "Inter-common.ttf", lambda have: have & COMMON),
        ("InterVariable.ttf", "Inter-latin-ext.ttf", lambda have: have & LATIN),
        ("InterVariable.ttf", "Inter-more.ttf", lambda have: have - COMMON - LATIN - PRIVATE),
        ("InterVariable-Italic.ttf", "Inter-Italic-common.ttf", lambda have: have & COMMON),
    ]:
        if (folder / source).exists():
            font = TTFont(folder / source)
            font = subset(font, wanted(set(font.getBestCmap())))
            instantiateVariableFont(font, {"opsz": 14, "wght": (400, 700)}).save(HERE / name)


def icons(folder):
    source = folder / "MaterialSymbolsRounded-Regular.ttf"
    if source.exists():
        table = (HERE / "../../src/ui/theme/icons.rs").read_text()
        used = {int(point, 16) for point in re.findall(r'"\\u\{([0-9a-f]+)\}"', table)}
        subset(TTFont(source), used).save(HERE / "MaterialSymbols-used.ttf")


if __name__ == "__main__":
    source = Path(sys.argv[1])
    inter(source)
    icons(source)
