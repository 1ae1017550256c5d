#!/usr/bin/env python3
"""Writes assets/styles/: the styles of citation that hayagriva brings and the words of the languages they are in, compressed.

Linked into the program as hayagriva has them, they would be 3 MB of it. Run it after hayagriva's version has changed; it needs the
sources that cargo has fetched, and no network. The styles and words are CC-BY-SA-3.0, which the notices say.
"""
import json
import pathlib
import re
import subprocess
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
# hayagriva 0.10 leaves out the author, the title or the year of web pages or reports in these, or they have no list: a reader could
# not find the source. tests/it/citing.rs tries all others.
LACKING = {
    "alphanumeric",
    "american-anthropological-association",
    "american-physics-society",
    "copernicus",
    "cse-name-year",
    "future-science",
    "nlm-citation-sequence",
    "nlm-citation-sequence-superscript",
    "springer-mathphys",
}
# The way of the National Library of Medicine, which is called Vancouver, where it does not leave out authors.
OTHER_NAMES = {"taylor-and-francis-national-library-of-medicine": "vancouver"}
# The languages of reports, and the one that words are taken from where a language lacks them.
LANGUAGES = {"en-US", "fr-FR", "zh-CN"}

metadata = subprocess.run(
    ["cargo", "metadata", "--format-version", "1", "--locked"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
)
package = next(package for package in json.loads(metadata.stdout)["packages"] if package["name"] == "hayagriva")
folder = pathlib.Path(package["manifest_path"]).parent
source = (folder / "src" / "csl" / "archive.rs").read_text()


def part(beginning, end):
    at = source.index(beginning)
    return source[at:source.index(end, at)]


files = dict(re.findall(r'Self::(\w+) => include_bytes!\("../../archive/styles/([\w-]+)\.cbor"\)', source))
labels = dict(re.findall(r'Self::(\w+) => "(.+)",', part("pub fn display_name", "\n    }\n")))
arms = re.findall(r"Self::(\w+) => &\[(.*?)\]", part("pub fn names", "\n    }\n"), re.S)

rows, kept, languages = [], {}, set(LANGUAGES)
for variant, listed in arms:
    names = re.findall(r'"([^"]+)"', listed)
    if names[0] in LACKING:
        continue
    if names[0] in OTHER_NAMES:
        names.append(OTHER_NAMES[names[0]])
    kept[files[variant]] = (folder / "archive" / "styles" / f"{files[variant]}.cbor").read_bytes()
    rows.append((labels[variant], files[variant], " ".join(names)))
    found = re.search(rb"@default-locale.([a-z]{2}(?:-[A-Z]{2})?)", kept[files[variant]], re.S)
    languages.update([found[1].decode()] if found else [])

out = ROOT / "assets" / "styles"
out.mkdir(exist_ok=True)
rows.sort(key=lambda row: row[0].lower())
head = (
    "# What is on screen, the file in styles.zip, and the names by which notebooks keep it, the usual one first. Written by\n"
    "# assets/styles.py; the styles are those of the Citation Style Language project, CC BY-SA 3.0.\n"
)
(out / "index.tsv").write_text(head + "".join("\t".join(row) + "\n" for row in rows))
with zipfile.ZipFile(out / "styles.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    words = {f"locales/{path.stem}": path.read_bytes() for path in (folder / "archive" / "locales").iterdir() if path.stem in languages}
    for name, content in sorted(({f"styles/{name}": content for name, content in kept.items()} | words).items()):
        # The same bytes whenever it is run.
        archive.writestr(zipfile.ZipInfo(name + ".cbor"), content, zipfile.ZIP_DEFLATED, 9)
print(f"{len(rows)} styles, {len(words)} languages: {sorted(languages)}")
