"""Makes the fonts of this folder out of what their authors publish: `python3 make.py FOLDER` (fonttools 4.68).

FOLDER holds InterVariable.ttf and InterVariable-Italic.ttf (github.com/rsms/inter, 4.1), Literata_400Regular.ttf and its three
sisters (Google Fonts' version 3.103, as the npm package @expo-google-fonts/literata 0.4.3 has them), and
MaterialSymbolsRounded-Regular.ttf (as the crate egui_material_icons 0.9.0 has it). Of a file that is not there, what was made
of it stays.

Only what is drawn stays: the weights between regular and bold, one optical size, the features that leave a text as it was
written. The window prepares a whole file anew for every size in which it draws a letter of it, so letters that are used all
the time do not stand in one file with thousands that hardly ever are. Charts in files are drawn with all of them in one.
"""

import re
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
# Accents in their places, and distances. Not `calt`: it would show “3x4” as “3×4” and “->” as an arrow, which no source wrote.
FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern"]
# Accents by themselves: a letter and its accents, written apart, are drawn from one file or not at all.
ACCENTS = set(range(0x300, 0x370))
# Western Europe, punctuation, the signs that the window itself uses; and letters whose accents Inter has only together with them.
COMMON = set(range(0x20, 0x100)) | {0x131, 0x152, 0x153, 0x178, 0x2C6, 0x2DA, 0x2DC} | ACCENTS | set(map(ord, "ŐőŰűȘșȚț"))
COMMON |= set(range(0x2009, 0x2045)) | set(map(ord, "€₤₹₽№™←↑→↓↔∆−√∞≈≠≤≥■□▪▲△▶▷▼▽◀◆◇○●★☆✓✗"))
LATIN = set(range(0x100, 0x250)) | set(range(0x1E00, 0x1F00)) | ACCENTS
# Two accents on one letter: Literata sets them well only in letters that have both.
VIETNAMESE = set(range(0x1EA0, 0x1EFA)) | set(map(ord, "ĂăĐđĨĩŨũƠơƯư"))
CYRILLIC = set(range(0x400, 0x530)) | ACCENTS
GREEK = set(range(0x370, 0x400)) | set(range(0x1F00, 0x2000)) | ACCENTS
# Alternative shapes without a meaning of their own: in a text the same numbers mean something else.
PRIVATE = set(range(0xE000, 0xF900))


def subset(font, characters, features=FEATURES):
    options = Options(name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True, hinting=False, layout_features=features)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def inter(folder):
    for source, name, wanted in [
        ("InterVariable.ttf", "Inter-common.ttf", lambda have: have & COMMON),
        ("InterVariable.ttf", "Inter-latin-ext.ttf", lambda have: have & LATIN),
        ("InterVariable.ttf", "Inter-more.ttf", lambda have: (have - COMMON - LATIN - PRIVATE) | (have & ACCENTS)),
        ("InterVariable.ttf", "Inter.ttf", lambda have: have - PRIVATE),
        ("InterVariable-Italic.ttf", "Inter-Italic-common.ttf", lambda have: have & COMMON),
    ]:
        if (folder / source).exists():
            font = TTFont(folder / source, recalcTimestamp=False)
            font = subset(font, wanted(set(font.getBestCmap())))
            instantiateVariableFont(font, {"opsz": 14, "wght": (400, 700)}).save(HERE / name)


def literata(folder):
    """Not variable: two weights are all that is used, and a letter of a variable font is put together each time it is drawn."""
    for source, face in [
        ("Literata_400Regular.ttf", "Regular"),
        ("Literata_700Bold.ttf", "Bold"),
        ("Literata_400Regular_Italic.ttf", "Italic"),
        ("Literata_700Bold_Italic.ttf", "BoldItalic"),
    ]:
        for name, wanted in [
            ("common", lambda have: have & (COMMON | VIETNAMESE)),
            ("latin-ext", lambda have: have & (LATIN - VIETNAMESE | ACCENTS)),
            ("cyrillic", lambda have: have & CYRILLIC),
            ("greek", lambda have: have & GREEK),
            ("more", lambda have: (have - COMMON - LATIN - CYRILLIC - GREEK - PRIVATE) | (have & ACCENTS)),
        ]:
            if (folder / source).exists():
                font = TTFont(folder / source, recalcTimestamp=False)
                # An f would run into the i after it.
                subset(font, wanted(set(font.getBestCmap())), FEATURES + ["liga"]).save(HERE / f"Literata-{face}-{name}.ttf")


def icons(folder):
    source = folder / "MaterialSymbolsRounded-Regular.ttf"
    if source.exists():
        table = (HERE / "../../src/ui/theme/icons.rs").read_text()
        used = {int(point, 16) for point in re.findall(r'"\\u\{([0-9a-f]+)\}"', table)}
        subset(TTFont(source, recalcTimestamp=False), used).save(HERE / "MaterialSymbols-used.ttf")


if __name__ == "__main__":
    source = Path(sys.argv[1])
    inter(source)
    literata(source)
    icons(source)
