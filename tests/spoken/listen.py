"""Presses keys in the window and prints what a screen reader hears of it: the first minutes of somebody who sees nothing.

Each step is a line of what is done, the keys, and what must be heard: words that the lines of events have to contain."""

import subprocess
import sys
import time

import pyatspi
from gi.repository import GLib

STEPS = [
    ("Where am I?", ["Tab"], ["focused"]),
    ("On to the list of sources", ["until:list item"], ["list item"]),
    ("Down the list: the next source is opened", ["Down", "Down"], ["list item"]),
    ("Tab leaves the list for the text", ["until:document frame"], ["Text of"]),
    ("Select by letters and words", ["click-text", "shift+Right", "shift+Right", "ctrl+shift+Right"], ["caret-moved", "selection-changed"]),
    ("The next claim in the text", ["j"], ["caret-moved", "announcement"]),
    ("And one more", ["j"], ["caret-moved", "announcement", "Claim"]),
    ("Open its form and leave it again", ["Return", "Escape"], ["focused"]),
    ("Save under a name: a dialog", ["ctrl+shift+s"], ["focused"]),
    ("No, not now", ["Escape"], []),
    ("All commands", ["ctrl+k"], ["Find a command"]),
    ("Leave them", ["Escape"], []),
]

heard = []


def on(event):
    try:
        role, name = event.source.getRoleName(), event.source.name
    except Exception:  # the thing is gone already
        return
    kind = event.type.split(":", 1)[1]
    if kind == "state-changed:focused" and not event.detail1:
        return
    said = {"text-caret-moved": lambda: f"caret at {event.detail1}: {line_at(event.source, event.detail1)!r}"}
    words = said[kind]() if kind in said else f"{role} “{name[:110]}”"
    heard.append(f"{kind} {words}" if kind != "announcement" else f"announcement {event.any_data}")
    print(f"    {heard[-1][:170]}", flush=True)


def line_at(source, offset):
    try:
        text = source.queryText().getText(0, -1)
        return text[text.rfind("\n", 0, offset) + 1 :].split("\n", 1)[0][:90]
    except Exception:
        return "?"


def settle(seconds=1.3):
    end = time.time() + seconds
    while time.time() < end:
        GLib.MainContext.default().iteration(False)
        time.sleep(0.01)


def key(keys):
    subprocess.run(["xdotool", "key", keys], check=False)
    settle(0.35)


def document():
    def find(node):
        if node.getRoleName() == "document frame":
            return node
        for index in range(node.childCount):
            found = find(node[index])
            if found:
                return found
        return None

    for app in pyatspi.Registry.getDesktop(0):
        found = find(app)
        if found:
            return found
    return None


def press(what):
    if what.startswith("until:"):
        role = what.split(":", 1)[1]
        for _ in range(40):
            if heard and heard[-1].startswith(f"state-changed:focused {role}"):
                return
            key("Tab")
    elif what == "click-text":
        # A screen reader puts the caret where it reads.
        text = document().queryText()
        print(f"    the text has {text.characterCount} characters in sight", flush=True)
        text.setCaretOffset(5)
        settle()
    else:
        key(what)


def selects():
    """Whether a screen reader can select words."""
    text = document().queryText()
    text.addSelection(10, 20)
    settle()
    text = document().queryText()
    return text.getNSelections() == 1 and text.getSelection(0) == (10, 20)


def main():
    for kind in ["state-changed:focused", "text-caret-moved", "text-selection-changed", "announcement"]:
        pyatspi.Registry.registerEventListener(on, f"object:{kind}")
    settle(6)
    # Without a window manager nobody else gives the window the focus.
    subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Claimbook", "windowfocus"], check=False)
    settle(1)
    missing = []
    for done, keys, wanted in STEPS:
        print(f"{done} ({', '.join(keys)})", flush=True)
        before = len(heard)
        for what in keys:
            press(what)
        settle()
        new = "\n".join(heard[before:] or heard[-1:])
        missing += [f"{done}: “{word}” was not heard" for word in wanted if word not in new]
    print("A screen reader selects words")
    if not selects():
        missing.append("AddSelection selected nothing")
    headings = [child.name for child in document() if child.getRoleName() == "heading"]
    print(f"    headings in sight: {headings}")
    if not headings:
        missing.append("headings are no headings")
    for line in missing:
        print(f"MISSING {line}")
    return 1 if missing else 0


sys.exit(main())
