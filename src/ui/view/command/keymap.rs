//! The keys of commands as the user has set them, over those of the table.
//!
//! Keys are named all over the window: in menus, tooltips, sentences. They are the same everywhere, so they are kept for the
//! thread that draws the window instead of being passed through every view; a test with a window of its own has its own keys.

use std::cell::RefCell;
use std::collections::BTreeMap;

use egui::{Key, KeyboardShortcut, Modifiers};

use super::{Command, Entry, TABLE};

/// Keys by the names of commands, as settings keep them: “Command+Shift+K”, or nothing for a command without keys.
pub(super) type KeySettings = BTreeMap<String, String>;

#[derive(Default)]
struct Keymap {
    settings: KeySettings,
    /// For each row of the table, the keys that take the place of its own.
    set: BTreeMap<usize, Option<KeyboardShortcut>>,
}

thread_local! {
    static KEYS: RefCell<Keymap> = RefCell::default();
}

/// Uses these keys from now on, in this thread. Names of commands and of keys that are not known are passed over.
pub fn use_keys(settings: &KeySettings) {
    KEYS.with_borrow_mut(|keys| {
        if keys.settings != *settings {
            let row = |(name, keys): (&String, &String)| {
                let at = TABLE.iter().position(|entry| entry.command.name() == *name)?;
                let set = if keys.is_empty() { None } else { Some(read(keys)?) };
                Some((at, set))
            };
            keys.set = settings.iter().filter_map(row).collect();
            keys.settings.clone_from(settings);
        }
    });
}

impl Entry {
    /// Its keys: those that the user has set, or those of the table; `None` if it has none.
    pub fn shortcut(&self) -> Option<KeyboardShortcut> {
        KEYS.with_borrow(|keys| keys.set.get(&(self.command as usize)).copied()).unwrap_or(self.usual)
    }

    /// Whether its keys are always the same, because the window system or every dialog depends on them.
    pub fn is_fixed(&self) -> bool {
        matches!(self.command, Command::Copy | Command::CopyCited | Command::PasteSource | Command::Dismiss)
    }
}

/// Sets the keys of a command, or takes them away. What is as in the table is not kept.
pub fn set(settings: &mut KeySettings, entry: &Entry, keys: Option<KeyboardShortcut>) {
    if keys == entry.usual {
        settings.remove(entry.command.name());
    } else {
        settings.insert(entry.command.name().to_owned(), keys.map(write).unwrap_or_default());
    }
}

/// Whether a key only changes what others do: it is no key of a command by itself.
pub fn is_modifier(key: Key) -> bool {
    let name = key.name();
    ["Shift", "Control", "Ctrl", "Alt", "Super", "Meta", "Command", "Cmd"].iter().any(|modifier| name.starts_with(modifier))
}

/// Why these keys cannot be those of a command, as a sentence; `None` if they can.
pub fn refusal(keys: KeyboardShortcut) -> Option<String> {
    use Key::{
        ArrowDown, ArrowLeft, ArrowRight, ArrowUp, B, Backspace, C, Delete, End, Enter, Escape, Home, I, Num1, Num2, Num3, Num4,
        Num5, Num6, Num7, Num8, Num9, PageDown, PageUp, Space, Tab, V, X,
    };
    let KeyboardShortcut { modifiers, logical_key: key } = keys;
    let is_plain = modifiers.is_none() || modifiers == Modifiers::SHIFT;
    let is_ctrl = modifiers == Modifiers::COMMAND;
    let is_arrow = matches!(key, ArrowDown | ArrowLeft | ArrowRight | ArrowUp);
    let why = match key {
        _ if is_modifier(key) => "is held together with other keys",
        Num1 | Num2 | Num3 | Num4 | Num5 | Num6 | Num7 | Num8 | Num9 if modifiers.is_none() => "gives a tag",
        Escape | Tab => "is needed everywhere to leave or to go on",
        Space | Enter if is_plain && !(key == Enter && modifiers.is_none()) => "presses what has the focus",
        PageDown | PageUp | Home | End if is_plain || is_ctrl => "moves through the text",
        _ if is_arrow && !modifiers.alt => "moves through the text",
        _ if is_arrow && matches!(key, ArrowUp | ArrowDown) => "moves a paragraph of a brief",
        Backspace if is_plain => "deletes what is typed",
        Delete if modifiers == Modifiers::SHIFT => "cuts what is selected",
        C | V | X if is_ctrl || modifiers == Modifiers::COMMAND.plus(Modifiers::SHIFT) => "copies, cuts or pastes",
        B | I if is_ctrl => "makes words of a brief bold or italic",
        _ => return None,
    };
    Some(format!("{} {why}. Choose other keys.", shown(keys)))
}

/// The other command that has these keys.
pub fn clash(entry: &Entry, keys: KeyboardShortcut) -> Option<&'static Entry> {
    TABLE.iter().find(|other| other.command != entry.command && other.shortcut() == Some(keys))
}

/// Keys as the platform writes them.
pub fn shown(keys: KeyboardShortcut) -> String {
    keys.format(&super::MODIFIERS, super::IS_MAC)
}

fn write(keys: KeyboardShortcut) -> String {
    let Modifiers { alt, ctrl, shift, command, .. } = keys.modifiers;
    let held = [(command, "Command"), (ctrl, "Control"), (alt, "Alt"), (shift, "Shift")];
    let names = held.into_iter().filter(|(is_held, _)| *is_held).map(|(_, name)| name);
    names.chain([keys.logical_key.name()]).collect::<Vec<_>>().join("+")
}

fn read(text: &str) -> Option<KeyboardShortcut> {
    // The key “+” has the name “Plus”.
    let (held, key) = text.rsplit_once('+').unwrap_or(("", text));
    let mut modifiers = Modifiers::NONE;
    for name in held.split('+').filter(|name| !name.is_empty()) {
        match name {
            "Command" => modifiers.command = true,
            "Control" => modifiers.ctrl = true,
            "Alt" => modifiers.alt = true,
            "Shift" => modifiers.shift = true,
            _ => return None,
        }
    }
    let keys = KeyboardShortcut::new(modifiers, Key::from_name(key)?);
    refusal(keys).is_none().then_some(keys)
}

/// Replaces the names of commands in braces by their keys: “press {MakeClaim}” becomes “press C”. A command without keys is named
/// as in the menus.
pub fn naming_keys(text: &str) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        said.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let entry = TABLE.iter().find(|entry| entry.command.name() == name);
        let keys = entry.map(|entry| Some(entry.keys()).filter(|keys| !keys.is_empty()).unwrap_or(format!("“{}”", entry.text)));
        said.push_str(&keys.unwrap_or_else(|| name.to_owned()));
        rest = after;
    }
    said + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
        KeyboardShortcut::new(modifiers, key)
    }

    #[test]
    fn keys_are_set_taken_away_and_as_before() {
        let mut settings = KeySettings::new();
        let claim = Command::MakeClaim.entry();
        set(&mut settings, claim, Some(keys(Modifiers::COMMAND.plus(Modifiers::ALT), Key::Plus)));
        assert_eq!(settings["MakeClaim"], "Command+Alt+Plus");
        use_keys(&settings);
        assert_eq!(claim.shortcut(), Some(keys(Modifiers::COMMAND.plus(Modifiers::ALT), Key::Plus)));
        assert!(!claim.yields_to_text());
        set(&mut settings, claim, None);
        use_keys(&settings);
        assert_eq!((claim.shortcut(), claim.keys()), (None, String::new()));
        assert_eq!(naming_keys("Press {MakeClaim}, then {Save}."), format!("Press “Make claim”, then {}.", Command::Save.keys()));
        set(&mut settings, claim, claim.usual);
        assert!(settings.is_empty());
        use_keys(&settings);
        assert_eq!(naming_keys("Press {MakeClaim}."), "Press C.");
    }

    #[test]
    fn settings_from_elsewhere_do_no_harm() {
        let settings =
            [("NoSuch", "Command+K"), ("Save", "Command+NoKey"), ("Undo", "Escape"), ("Find", "Hyper+F"), ("Open", "")];
        use_keys(&settings.map(|(name, keys)| (name.to_owned(), keys.to_owned())).into());
        for command in [Command::Save, Command::Undo, Command::Find] {
            assert_eq!(command.entry().shortcut(), command.entry().usual, "{}", command.name());
        }
        assert_eq!(Command::Open.entry().shortcut(), None);
        use_keys(&KeySettings::new());
    }

    #[test]
    fn the_keys_of_the_table_can_all_be_set_and_clash_with_none() {
        for entry in TABLE.iter().filter(|entry| !entry.is_fixed()) {
            let Some(own) = entry.usual else { continue };
            assert_eq!(refusal(own), None, "{}", entry.text);
            assert_eq!(read(&write(own)), Some(own), "{}", entry.text);
            assert!(clash(entry, own).is_none());
        }
        let save = Command::Save.entry().usual.unwrap();
        assert_eq!(clash(Command::Open.entry(), save).map(|entry| entry.command), Some(Command::Save));
    }

    #[test]
    fn keys_that_are_needed_elsewhere_are_refused() {
        for (modifiers, key) in [
            (Modifiers::NONE, Key::Num3),
            (Modifiers::SHIFT, Key::Tab),
            (Modifiers::NONE, Key::ShiftLeft),
            (Modifiers::COMMAND, Key::ControlLeft),
            (Modifiers::NONE, Key::Space),
            (Modifiers::SHIFT, Key::ArrowLeft),
            (Modifiers::COMMAND, Key::C),
            (Modifiers::COMMAND, Key::B),
        ] {
            assert!(refusal(keys(modifiers, key)).is_some(), "{key:?}");
        }
        assert_eq!(refusal(keys(Modifiers::COMMAND, Key::Num3)), None);
    }
}
