#!/usr/bin/env python3
"""Writes assets/notices.txt: every crate that is linked into claimbook, with its licence, and the texts of these licences.

Run it after Cargo.lock has changed; it needs the sources that cargo has fetched, and no network. tests/it/licences.rs fails where the
list and Cargo.lock disagree.
"""
import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
BEGINNINGS = ("LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE")


def cargo(*arguments):
    return subprocess.run(["cargo", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


tree = cargo("tree", "--offline", "--locked", "-e", "normal", "--target", "all", "--prefix", "none", "-f", "{p}|{l}|{r}")
linked = {}
for line in tree.splitlines():
    if line.strip():
        package, licence, repository = line.replace(" (*)", "").split("|")
        name, version = package.split()[:2]
        linked[name, version.removeprefix("v")] = (licence, repository)

folders = {(package["name"], package["version"]): pathlib.Path(package["manifest_path"]).parent
           for package in json.loads(cargo("metadata", "--format-version", "1", "--offline", "--locked"))["packages"]}

texts = {}
for key in sorted(linked):
    if key[0] == "claimbook":
        continue
    for path in sorted(folders[key].iterdir()):
        if path.is_file() and path.name.upper().startswith(BEGINNINGS):
            text = path.read_text(errors="replace").strip()
            _, _, names = texts.setdefault(" ".join(text.split()), (text, [], []))
            if key not in names:
                names.append(key)

out = ["Claimbook is made with the work of many others. These packages are part of it, each under its licence."]
out.append("The fonts are Inter and Literata (SIL Open Font License 1.1) and Material Symbols (Apache-2.0).")
out.append("The styles of citation and their words are those of the Citation Style Language project (CC BY-SA 3.0), as hayagriva has them.")
out.append("")
for (name, version), (licence, repository) in sorted(linked.items()):
    if name != "claimbook":
        out.append(f"{name} {version} | {licence} | {repository}".rstrip(" |"))
for text, _, names in texts.values():
    out += ["", "-" * 100, ", ".join(f"{name} {version}" for name, version in names), "-" * 100, ""]
    out += [line.rstrip() for line in text.replace("\r\n", "\n").replace("\f", "").split("\n")]
(ROOT / "assets" / "notices.txt").write_text("\n".join(out) + "\n")
