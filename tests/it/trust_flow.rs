//! What is typed arrives in the field that was meant, actions affect what is visible, and every jump has a way back.

use claimbook::notebook::{Details, Tag};
use claimbook::store;
use claimbook::ui::{App, Clipboard, Command, Tab};
use claimbook::workspace::{ClaimField, Clock, Workspace, import_text};
use egui::accesskit::Role;
use egui::{Event, ImeEvent, Key, Modifiers, PointerButton, Vec2, ViewportCommand, ViewportId, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::window;

const SIZE: Vec2 = vec2(1360.0, 1100.0);
const TEXT: &str =
    "Shops abroad\n\nThe group runs more than 90 shops abroad today. Its goal is 9,000 shops by 2029.\n\nA last paragraph.";

/// A window on a notebook with two sources, a claim in the first.
fn two_sources() -> Harness<'static, App> {
    let mut harness = window::window(None, SIZE, egui::Theme::Light);
    let mut workspace = Workspace::empty(Clock::System);
    for title in ["First", "Second"] {
        let details = Details { title: title.into(), ..Details::default() };
        workspace.sources().add(import_text(&format!("{TEXT}\n\nIn {title}.")).unwrap(), details);
    }
    let first = workspace.notebook().documents.at(0).unwrap().id;
    workspace.select().document(first);
    workspace.claims().make(first, (14, 61).into()).unwrap();
    *harness.state_mut().workspace_mut() = workspace;
    harness.run();
    harness
}

fn press(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

fn value(harness: &Harness<'_, App>, role: Role, name: &str) -> String {
    harness.get_by_role_and_label(role, name).value().unwrap_or_default()
}

/// Types into a field letter by letter, and calls `disturb` between the letters.
fn type_while(
    harness: &mut Harness<'_, App>,
    role: Role,
    name: &str,
    text: &str,
    mut disturb: impl FnMut(&mut Harness<'_, App>),
) {
    harness.get_by_role_and_label(role, name).focus();
    harness.run();
    for letter in text.chars() {
        harness.event(Event::Text(letter.to_string()));
        harness.step();
        disturb(harness);
        harness.run();
    }
}

/// Adds a second claim, to which the window proposes to relate the first one as long as both say the same.
fn with_proposals(harness: &mut Harness<'_, App>) {
    harness.state_mut().act(|workspace| {
        let claim = workspace.notebook().claims.at(0).unwrap().id;
        workspace.claims().type_into(claim, ClaimField::Subject, "The group".into())?;
        workspace.claims().type_into(claim, ClaimField::Measure, "shops".into())?;
        workspace.claims().duplicate(claim);
        workspace.select().claim(claim);
        Ok(())
    });
    harness.run();
    harness.run();
}

#[test]
fn letters_land_in_their_field_while_rows_come_and_go_above_it() {
    let mut harness = two_sources();
    with_proposals(&mut harness);
    let fields = [
        (Role::MultilineTextInput, "Statement"),
        (Role::TextInput, "Quantity"),
        (Role::TextInput, "Period"),
        (Role::TextInput, "Subject"),
        (Role::TextInput, "Measure"),
        (Role::TextInput, "Who says so, publisher first"),
        (Role::MultilineTextInput, "Note"),
    ];
    harness.get_by_label("Unfold: Note").click();
    harness.run();
    for (role, name) in fields {
        harness.get_by_role_and_label(role, name).focus();
        harness.run();
        press(&mut harness, Modifiers::COMMAND, Key::A);
        let mut count = 0;
        type_while(&mut harness, role, name, "250 stores", |harness| {
            // A relation appears and disappears, and with it the proposal above the form; so does the tour.
            count += 1;
            let add = count % 2 == 1;
            harness.state_mut().act(move |workspace| {
                let [a, b] = [0, 1].map(|place| workspace.notebook().claims.at(place).unwrap().id);
                let tie = workspace.notebook().relations.iter().next().map(|relation| relation.id);
                match (add, tie) {
                    (true, None) => workspace.relations().add(a, claimbook::notebook::RelationKind::Corroborates, b),
                    (false, Some(tie)) => workspace.relations().remove(tie),
                    _ => Ok(()),
                }
            });
            harness.state_mut().view_mut().settings.tour_done = add;
        });
        assert_eq!(value(&harness, role, name), "250 stores", "{name}");
    }
}

#[test]
fn the_chooser_of_another_claim_gets_the_letters() {
    let mut harness = two_sources();
    with_proposals(&mut harness);
    let before = harness.state().workspace().look().chosen_claim().cloned();
    harness.get_by_label("Relate to another claim").click_accesskit();
    harness.run();
    for letter in "shops".chars() {
        harness.event(Event::Text(letter.to_string()));
        harness.run();
    }
    assert_eq!(value(&harness, Role::TextInput, "Find the other claim"), "shops");
    assert_eq!(harness.state().workspace().look().chosen_claim().cloned(), before);
}

#[test]
fn a_formula_keeps_its_letters_when_an_error_appears_above_it() {
    let mut harness = window::window(None, SIZE, egui::Theme::Light);
    harness.state_mut().open(Command::ViewScenarios);
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Formulas").click();
    harness.run();
    let name = "Formula of Cars sold abroad";
    let before = value(&harness, Role::MultilineTextInput, name);
    harness.get_by_role_and_label(Role::MultilineTextInput, name).focus();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::End);
    // While it is typed the formula has errors, and the page shows them.
    for letter in " + 1 * 2".chars() {
        harness.event(Event::Text(letter.to_string()));
        harness.run();
    }
    assert_eq!(value(&harness, Role::MultilineTextInput, name), format!("{before} + 1 * 2"));
}

#[test]
fn nothing_is_done_to_a_claim_that_is_not_shown() {
    let mut harness = two_sources();
    press(&mut harness, Modifiers::NONE, Key::J);
    let claim = harness.state().workspace().selection.claim.unwrap();
    harness.state_mut().workspace_mut().tags().create("network").unwrap();
    let second = harness.state().workspace().notebook().documents.at(1).unwrap().id;
    harness.get_by_label_contains("Second,").click();
    harness.run();
    assert_eq!(harness.state().workspace().selection.document, Some(second));
    assert_eq!(harness.state().workspace().selection.claim, None);
    let before = harness.state().workspace().notebook().clone();
    for key in [Key::Num1, Key::Delete] {
        press(&mut harness, Modifiers::NONE, key);
    }
    press(&mut harness, Modifiers::COMMAND, Key::M);
    assert_eq!(*harness.state().workspace().notebook(), before);
    // The window says why nothing happened.
    assert!(harness.query_by_label_contains("No claim is chosen").is_some());
    harness.get_by_label_contains("First,").click();
    harness.run();
    assert_eq!(harness.state().workspace().selection.claim, Some(claim));
}

#[test]
fn the_menu_on_text_that_is_no_claim_deletes_none() {
    let mut harness = two_sources();
    press(&mut harness, Modifiers::NONE, Key::J);
    harness.get_by_role_and_label(Role::Label, "A last paragraph.").click_secondary();
    harness.run();
    assert!(harness.query_by_label_contains("Select all").is_some());
    assert!(harness.query_by_label("Delete claim").is_none());
}

#[test]
fn keys_that_cannot_act_say_why() {
    let mut harness = two_sources();
    press(&mut harness, Modifiers::NONE, Key::Num7);
    assert!(harness.query_by_label_contains("No tag has the digit 7").is_some());
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    harness.state_mut().workspace_mut().undo_all();
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(harness.query_by_label_contains("nothing to undo").is_some());
    // The message disappears by itself.
    for _ in 0..500 {
        harness.step();
    }
    harness.run();
    assert!(harness.query_by_label_contains("nothing to undo").is_none());
}

#[test]
fn menus_stay_between_their_bar_and_the_edge_of_a_low_window() {
    let mut harness = window::window(None, vec2(1024.0, 600.0), egui::Theme::Light);
    harness.run();
    for menu in ["Edit", "View"] {
        let bar = harness.get_by_role_and_label(Role::Button, menu).rect();
        harness.get_by_role_and_label(Role::Button, menu).click();
        harness.run();
        harness.run();
        let last = if menu == "View" { "Theme" } else { "Tags…" };
        harness.get_by_label(last).scroll_to_me();
        harness.run();
        let rect = harness.get_by_label(last).rect();
        assert!(rect.top() >= bar.bottom() && rect.bottom() <= 600.0, "{menu}: {rect:?} below {bar:?}");
        press(&mut harness, Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn group_headings_of_the_table_can_be_read() {
    let mut harness = window::window(None, SIZE, egui::Theme::Light);
    harness.state_mut().view_mut().tab = Tab::Claims;
    harness.state_mut().view_mut().table.order.grouping = claimbook::workspace::Grouping::Source;
    harness.run();
    fn texts(shape: &egui::Shape, clip: egui::Rect, found: &mut Vec<(String, egui::Rect)>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, clip, found)),
            egui::Shape::Text(text) => {
                let seen = text.visual_bounding_rect().intersect(clip);
                found.push((text.galley.text().to_owned(), seen));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    for shape in &harness.output().shapes {
        texts(&shape.shape, shape.clip_rect, &mut found);
    }
    let title = harness.state().workspace().notebook().documents.at(0).unwrap().title().chars().take(12).collect::<String>();
    let headings: Vec<_> = found.iter().filter(|(text, seen)| text.starts_with(&title) && seen.width() > 40.0).collect();
    // The table has no list of sources beside it: this is the heading of the group.
    assert!(headings.iter().any(|(_, seen)| seen.height() > 8.0), "{headings:?}");
}

#[test]
fn two_tags_of_one_name_are_offered_to_become_one_and_check_finds_them() {
    let mut harness = two_sources();
    let workspace = harness.state_mut().workspace_mut();
    let [a, b] = ["network", "shops"].map(|name| workspace.tags().create(name).unwrap());
    let claim = workspace.notebook().claims.at(0).unwrap().id;
    workspace.tags().give_by_name(claim, "shops").unwrap();
    harness.state_mut().open(Command::ManageTags);
    harness.run();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Name of tag shops").focus();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::A);
    for letter in "Network".chars() {
        harness.event(Event::Text(letter.to_string()));
        harness.run();
    }
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(harness.state().workspace().notebook().tags.get(b).unwrap().name, "shops");
    harness.get_by_label("Merge tag shops into network").click_accesskit();
    harness.run();
    let notebook = harness.state().workspace().notebook();
    assert_eq!((notebook.tags.len(), notebook.claims.get(claim).unwrap().tags.as_slice()), (1, [a].as_slice()));
    // A file with two tags of one name can be opened, and `check` reports them.
    let mut notebook = notebook.clone();
    let other = Tag { id: b, name: " NETWORK".into(), ..notebook.tags.get(a).unwrap().clone() };
    notebook.tags = notebook.tags.iter().cloned().chain([other]).collect();
    let text = store::encode(&notebook).unwrap();
    assert!(store::decode(&text).is_ok());
    assert!(store::inspect(&text).unwrap().1[0].contains("same name"));
}

#[test]
fn every_jump_has_a_way_back() {
    let mut harness = window::window(None, SIZE, egui::Theme::Light);
    harness.run();
    assert!(harness.query_by_label_contains("Back to").is_none());
    let place = |harness: &Harness<'_, App>| {
        let selection = &harness.state().workspace().selection;
        (selection.document, selection.claim, harness.state().byte_in_view())
    };
    let first = place(&harness);
    // From a search to a match in another source, by several steps.
    press(&mut harness, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::F);
    harness.get_by_role_and_label(Role::TextInput, "Find in all sources, claims and notes").type_text("Europe");
    harness.run();
    for _ in 0..8 {
        press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    }
    press(&mut harness, Modifiers::NONE, Key::Escape);
    let found = place(&harness);
    assert_ne!(found.0, first.0);
    press(&mut harness, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!((place(&harness).0, place(&harness).2), (first.0, first.2));
    press(&mut harness, Modifiers::ALT, Key::ArrowRight);
    assert_eq!((place(&harness).0, place(&harness).2), (found.0, found.2));
    // From a chart to a sentence, and back with the chip; then with the back button of the mouse.
    harness.state_mut().open(Command::ViewTargets);
    harness.run();
    let claim = harness.state().workspace().notebook().claims.at(3).unwrap().id;
    harness.state_mut().show_claim_in_reader(claim);
    harness.run();
    assert_eq!(harness.state_mut().view_mut().tab, Tab::Read);
    harness.get_by_label_contains("Back to Targets").click();
    harness.run();
    assert_eq!(harness.state_mut().view_mut().tab, Tab::Targets);
    let pos = egui::pos2(600.0, 500.0);
    for pressed in [true, false] {
        harness.event(Event::PointerMoved(pos));
        harness.event(Event::PointerButton { pos, button: PointerButton::Extra1, pressed, modifiers: Modifiers::NONE });
    }
    harness.run();
    assert_eq!(place(&harness).0, found.0);
}

#[test]
fn no_way_back_leads_into_a_notebook_that_is_closed() {
    let mut harness = window::window(None, SIZE, egui::Theme::Light);
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::J);
    harness.state_mut().open(Command::ViewScenarios);
    harness.run();
    assert!(harness.query_by_label_contains("Back to ").is_some());
    harness.state_mut().open(Command::New);
    harness.run();
    harness.run();
    assert!(harness.state().workspace().notebook().documents.is_empty());
    assert!(harness.query_by_label_contains("Back to ").is_none());
}

#[test]
fn the_way_back_covers_no_tab_however_long_its_name() {
    for width in [900.0, 1_400.0] {
        let mut harness = window::window(None, vec2(width, 800.0), egui::Theme::Light);
        harness.run();
        let title = "Deliveries, stores and what was promised of both ".repeat(4);
        let workspace = harness.state_mut().workspace_mut();
        workspace.sources().add(import_text(TEXT).unwrap(), Details { title, ..Details::default() });
        harness.run();
        harness.state_mut().open(Command::ViewScenarios);
        harness.run();
        harness.run();
        let chip = harness.get_by_label_contains("Back to Deliveries").rect();
        let page = harness.get_by_role_and_label(Role::Button, "Forecast").rect();
        assert!(!chip.intersects(page), "{chip:?} covers {page:?} in a window of {width}");
        assert!(chip.width() <= 321.0 && chip.width() >= 28.0, "{chip:?}");
    }
}

fn preedit(harness: &mut Harness<'_, App>, text: &str) {
    harness.event(Event::Ime(ImeEvent::Preedit { text: text.into(), active_range_chars: None }));
    harness.run();
}

#[test]
fn what_is_being_composed_is_no_edit_and_no_search() {
    let mut harness = window::window_for_any_script(SIZE);
    *harness.state_mut().workspace_mut() = {
        let mut workspace = Workspace::empty(Clock::System);
        workspace.sources().add(import_text(TEXT).unwrap(), Details::default());
        let document = workspace.selection.document.unwrap();
        let claim = workspace.claims().make(document, (14, 61).into()).unwrap();
        workspace.select().claim(claim);
        workspace
    };
    harness.run();
    let fields = [
        (Role::MultilineTextInput, "Statement"),
        (Role::TextInput, "Quantity"),
        (Role::TextInput, "Subject"),
        (Role::TextInput, "Who says so, publisher first"),
        (Role::MultilineTextInput, "Note"),
        (Role::TextInput, "Filter claims by words"),
    ];
    harness.get_by_label("Unfold: Note").click();
    harness.run();
    for (role, name) in fields {
        harness.get_by_role_and_label(role, name).focus();
        harness.run();
        press(&mut harness, Modifiers::COMMAND, Key::A);
        let (step, filter) = (harness.state().workspace().history().step(), harness.state_mut().view_mut().filter.clone());
        for text in ["z", "zai", "在", "中哦"] {
            preedit(&mut harness, text);
            assert_eq!(harness.state().workspace().history().step(), step, "{name}: {text}");
            assert_eq!(harness.state_mut().view_mut().filter, filter, "{name}: {text}");
        }
        assert!(value(&harness, role, name).contains("中哦"), "{name} shows what is composed");
        preedit(&mut harness, "");
        harness.event(Event::Ime(ImeEvent::Commit("在中".into())));
        harness.run();
        assert_eq!(value(&harness, role, name), "在中", "{name}");
    }
    assert_eq!(harness.state_mut().view_mut().filter.text, "在中");
    harness.state_mut().view_mut().filter.text.clear();
    // Text that is not committed is dropped, as on this platform.
    harness.get_by_role_and_label(Role::MultilineTextInput, "Note").focus();
    harness.run();
    preedit(&mut harness, "zhong");
    harness.get_by_role_and_label(Role::MultilineTextInput, "Statement").focus();
    harness.run();
    harness.run();
    assert_eq!(value(&harness, Role::MultilineTextInput, "Note"), "在中");
}

#[test]
fn what_was_composed_is_one_step_back_inside_of_its_field() {
    let mut harness = window::window_for_any_script(SIZE);
    *harness.state_mut().workspace_mut() = Workspace::empty(Clock::System);
    harness.state_mut().open(Command::EditQuestion);
    harness.run();
    harness.run();
    // Longer than egui takes to record a step.
    let wait = |harness: &mut Harness<'_, App>| (0..120).for_each(|_| harness.step());
    let name = "Notes";
    harness.get_by_role_and_label(Role::MultilineTextInput, name).focus();
    wait(&mut harness);
    for text in ["z", "zai"] {
        preedit(&mut harness, text);
        wait(&mut harness);
    }
    preedit(&mut harness, "");
    harness.event(Event::Ime(ImeEvent::Commit("在".into())));
    wait(&mut harness);
    assert_eq!(value(&harness, Role::MultilineTextInput, name), "在");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(value(&harness, Role::MultilineTextInput, name), "");
}

fn commands(harness: &Harness<'_, App>) -> Vec<ViewportCommand> {
    harness.output().viewport_output.get(&ViewportId::ROOT).map(|output| output.commands.clone()).unwrap_or_default()
}

#[test]
fn the_size_is_remembered_as_it_is_without_zoom_and_the_least_one_fits_the_screen() {
    let mut harness = window::window(None, vec2(1360.0, 860.0), egui::Theme::Light);
    for _ in 0..3 {
        harness.state_mut().open(Command::ZoomIn);
        harness.run();
    }
    for _ in 0..60 {
        harness.step();
    }
    let (width, height) = harness.state_mut().view_mut().settings.window_size.unwrap();
    assert!((width - 1360.0).abs() < 2.0 && (height - 860.0).abs() < 2.0, "{width} × {height}");
    let viewport = harness.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    (viewport.monitor_size, viewport.native_pixels_per_point) = (Some(vec2(426.0, 266.0)), Some(3.0));
    harness.step();
    let least = commands(&harness).into_iter().find_map(|command| match command {
        ViewportCommand::MinInnerSize(size) => Some(size),
        _ => None,
    });
    let least = least.expect("the desktop is told");
    assert!(least.x <= 426.0 && least.y <= 266.0, "{least}");
}

#[test]
fn without_any_font_a_paste_is_kept_and_what_to_install_is_said() {
    let mut harness = window::window_for_any_script(SIZE);
    harness.state_mut().use_fonts(|_: &egui::FallbackRequest<'_>| -> Option<egui::FontInsert> { panic!("no font at all") });
    harness.run();
    harness.event(Event::Paste("小米汽车在欧洲。".into()));
    harness.run();
    harness.run();
    assert_eq!(value(&harness, Role::MultilineTextInput, "Text"), "小米汽车在欧洲。");
    assert!(harness.query_by_label_contains("fonts-noto-cjk").is_some());
    assert!(harness.query_by_label_contains("internal error").is_none());
}

#[test]
fn structure_alone_on_the_clipboard_is_pasted_and_copying_offers_it() {
    let mut harness = two_sources();
    *harness.state_mut().clipboard_mut() =
        Clipboard::Held { text: String::new(), html: Some("<h1>Boats</h1><p>Two boats came.</p>".into()) };
    // The window's library drops the key press if there is no text; only the release arrives.
    harness.event(Event::Key { key: Key::V, physical_key: None, pressed: false, repeat: false, modifiers: Modifiers::COMMAND });
    harness.run();
    assert!(value(&harness, Role::MultilineTextInput, "Text").contains("Two boats came."));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    harness.event(Event::Copy);
    harness.run();
    match harness.state_mut().clipboard_mut() {
        Clipboard::Held { text, html: Some(html) } => {
            assert!(text.starts_with("Shops abroad") && html.contains("<p>A last paragraph.</p>"), "{html}");
        }
        _ => panic!("nothing was copied"),
    }
}

#[test]
fn a_system_without_file_dialogs_is_said() {
    let mut harness = two_sources();
    harness.state_mut().open(Command::Open);
    harness.run();
    harness.state_mut().no_file_dialog();
    harness.run();
    assert!(harness.query_by_label_contains("has no file dialog").is_some());
}

#[test]
fn values_that_a_screen_reader_sets_are_steps_of_their_own() {
    let mut harness = two_sources();
    press(&mut harness, Modifiers::NONE, Key::J);
    for text in ["90 shops", "95 shops"] {
        harness.get_by_role_and_label(Role::TextInput, "Quantity").set_text_value_accesskit(text);
        harness.run();
    }
    assert_eq!(value(&harness, Role::TextInput, "Quantity"), "95 shops");
    harness.state_mut().workspace_mut().undo();
    harness.run();
    assert_eq!(value(&harness, Role::TextInput, "Quantity"), "90 shops");
}

const DIALOGS: [Command; 10] = [
    Command::Open,
    Command::SaveAs,
    Command::AddSource,
    Command::EditSource,
    Command::EditQuestion,
    Command::ManageTags,
    Command::NewChart,
    Command::Palette,
    Command::Shortcuts,
    Command::About,
];

/// Checks what a screen reader gets: a name for everything that acts, no letters of an icon font in any name, no check box that
/// is neither on nor off, and a name for the window.
fn assert_named(harness: &Harness<'_, App>, of: &str) {
    let is_private =
        |text: &str| text.chars().any(|letter| matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}'));
    let mut wrong = Vec::new();
    for node in harness.root().children_recursive() {
        let node = node.accesskit_node();
        let name = if node.role() == Role::Label { node.value() } else { node.label() }.unwrap_or_default();
        let acts = egui::accessibility::is_input(node.role());
        let must = acts || matches!(node.role(), Role::Dialog | Role::Menu);
        if must && name.trim().is_empty() {
            wrong.push(format!("{:?} without a name", node.role()));
        }
        if is_private(&name) || node.value().is_some_and(|value| is_private(&value)) {
            wrong.push(format!("{:?} “{}” has an icon in its name", node.role(), name.escape_unicode()));
        }
        if node.role() == Role::CheckBox && node.toggled() == Some(egui::accesskit::Toggled::Mixed) {
            wrong.push(format!("the check box “{name}” is neither on nor off"));
        }
    }
    assert!(wrong.is_empty(), "{of}:\n{}", wrong.join("\n"));
    assert!(
        harness.root().accesskit_node().label().is_some_and(|name| name.contains("Claimbook")),
        "{of}: the window has no name"
    );
}

#[test]
fn everything_that_acts_has_a_name_in_every_view_and_dialog() {
    let mut harness = window::window(None, SIZE, egui::Theme::Light);
    harness.run();
    for (tab, name) in Tab::ALL {
        harness.state_mut().view_mut().tab = tab;
        harness.run();
        assert_named(&harness, name);
    }
    harness.state_mut().view_mut().tab = Tab::Scenarios;
    harness.run();
    for page in ["Formulas", "All scenarios", "Looking back", "Forecast"] {
        harness.get_by_role_and_label(Role::Button, page).click();
        harness.run();
        assert_named(&harness, page);
    }
    harness.state_mut().view_mut().tab = Tab::Read;
    press(&mut harness, Modifiers::NONE, Key::J);
    assert_named(&harness, "the form of a claim");
    for command in DIALOGS {
        harness.state_mut().open(command);
        harness.run();
        harness.run();
        assert_named(&harness, command.entry().text);
        let has_dialog = harness.root().children_recursive().any(|node| {
            let node = node.accesskit_node();
            node.role() == Role::Dialog && node.label().is_some_and(|name| !name.is_empty())
        });
        assert!(has_dialog, "{}: a dialog without a name", command.entry().text);
        press(&mut harness, Modifiers::NONE, Key::Escape);
    }
}

/// Checks that every field takes the keyboard focus. Two widgets with the same id take it from each other, and nothing else
/// shows it.
fn assert_fields_take_focus(harness: &mut Harness<'_, App>, of: &str) {
    let fields: Vec<String> = harness
        .root()
        .children_recursive()
        .map(|node| node.accesskit_node())
        .filter(|node| matches!(node.role(), Role::TextInput | Role::MultilineTextInput) && !node.is_disabled())
        .filter_map(|node| node.label())
        .collect();
    for name in fields {
        let is_it = |role: Role| matches!(role, Role::TextInput | Role::MultilineTextInput);
        let field = harness.root().children_recursive().find(|node| {
            let node = node.accesskit_node();
            is_it(node.role()) && node.label().as_ref() == Some(&name)
        });
        // A dialog keeps the focus away from what is below it.
        let Some(field) = field else { continue };
        let has_dialog = harness.root().children_recursive().any(|node| node.accesskit_node().role() == Role::Dialog);
        if has_dialog && !is_in_dialog(&field) {
            continue;
        }
        let id = field.accesskit_node().id();
        field.focus();
        harness.step();
        harness.step();
        let focused = harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        assert_eq!(focused.map(|node| node.accesskit_node().id()), Some(id), "{of}: “{name}” does not take the keyboard");
    }
}

fn is_in_dialog(node: &egui_kittest::Node<'_>) -> bool {
    let mut above = node.accesskit_node().parent();
    while let Some(node) = above {
        if node.role() == Role::Dialog {
            return true;
        }
        above = node.parent();
    }
    false
}

#[test]
fn every_field_takes_the_keyboard() {
    let mut harness = window::window(None, SIZE, egui::Theme::Light);
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::J);
    assert_fields_take_focus(&mut harness, "the form of a claim");
    for (tab, name) in Tab::ALL {
        harness.state_mut().view_mut().tab = tab;
        harness.run();
        assert_fields_take_focus(&mut harness, name);
    }
    harness.state_mut().view_mut().tab = Tab::Scenarios;
    harness.run();
    for page in ["Formulas", "All scenarios", "Looking back", "Forecast"] {
        harness.get_by_role_and_label(Role::Button, page).click();
        harness.run();
        assert_fields_take_focus(&mut harness, page);
    }
    for command in DIALOGS {
        harness.state_mut().open(command);
        harness.run();
        harness.run();
        assert_fields_take_focus(&mut harness, command.entry().text);
        press(&mut harness, Modifiers::NONE, Key::Escape);
        press(&mut harness, Modifiers::NONE, Key::Escape);
    }
}

/// Presses Tab until the focus comes round, and checks each time that the focused widget is visible (40 points of its height,
/// or all of it). Returns how many widgets had the focus.
fn assert_focus_stays_in_sight(harness: &mut Harness<'_, App>, place: &str) -> usize {
    let mut seen = std::collections::HashSet::new();
    for _ in 0..160 {
        press(harness, Modifiers::NONE, Key::Tab);
        harness.run();
        let Some(id) = harness.ctx.memory(|memory| memory.focused()) else { continue };
        if !seen.insert(id) {
            break;
        }
        let Some(response) = harness.ctx.read_response(id) else { continue };
        let (whole, seen) = (response.rect, response.interact_rect);
        assert!(
            seen.height() >= whole.height().min(40.0) - 1.0,
            "{place}: of what Tab led to, at {whole:?}, only {seen:?} can be seen"
        );
    }
    seen.len()
}

#[test]
fn tab_leads_on_in_the_form_of_a_claim_and_what_it_leads_to_can_be_seen() {
    let mut harness = laptop();
    let revision = harness.state().workspace().revision();
    press(&mut harness, Modifiers::NONE, Key::J);
    harness.get_by_role_and_label(Role::TextInput, "Quantity").focus();
    harness.run();
    assert!(assert_focus_stays_in_sight(&mut harness, "the form of a claim") > 20);
    assert_eq!(harness.state().workspace().revision(), revision, "Tab alone is no edit");
}

/// The window on a small laptop.
fn laptop() -> Harness<'static, App> {
    let mut harness = window::window(None, vec2(1366.0, 700.0), egui::Theme::Light);
    harness.run();
    harness
}

#[test]
fn tab_leads_on_in_every_view_and_what_it_leads_to_can_be_seen() {
    let mut harness = laptop();
    let revision = harness.state().workspace().revision();
    for (tab, name) in Tab::ALL {
        harness.state_mut().view_mut().tab = tab;
        harness.run();
        assert!(assert_focus_stays_in_sight(&mut harness, name) > 10);
    }
    harness.state_mut().view_mut().tab = Tab::Scenarios;
    harness.run();
    for page in ["Formulas", "All scenarios", "Looking back", "Forecast"] {
        harness.get_by_role_and_label(Role::Button, page).click();
        harness.run();
        assert!(assert_focus_stays_in_sight(&mut harness, page) > 20);
    }
    assert_eq!(harness.state().workspace().revision(), revision, "Tab alone is no edit");
}

#[test]
fn tab_leads_on_in_every_dialog_and_what_it_leads_to_can_be_seen() {
    let mut harness = laptop();
    let revision = harness.state().workspace().revision();
    for command in DIALOGS {
        harness.state_mut().open(command);
        harness.run();
        harness.run();
        assert!(assert_focus_stays_in_sight(&mut harness, command.entry().text) > 0);
        press(&mut harness, Modifiers::NONE, Key::Escape);
        press(&mut harness, Modifiers::NONE, Key::Escape);
    }
    assert_eq!(harness.state().workspace().revision(), revision, "Tab alone is no edit");
}

/// Tab accepts the highlighted completion in the frame in which the focus moves on; without one, it keeps what was typed.
#[test]
fn tab_takes_the_offer_that_was_gone_to() {
    let mut harness = window::window(None, SIZE, egui::Theme::Light);
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::J);
    let subject = "Xiaomi overseas";
    assert!(harness.state().workspace().notebook().claims.iter().filter(|claim| claim.subject == subject).count() > 1);
    for (keys, expected) in [(&[Key::ArrowDown, Key::Tab][..], subject), (&[Key::Tab], "Xiaomi ov")] {
        harness.get_by_role_and_label(Role::TextInput, "Subject").focus();
        harness.run();
        press(&mut harness, Modifiers::COMMAND, Key::A);
        harness.get_by_role_and_label(Role::TextInput, "Subject").type_text("Xiaomi ov");
        harness.run();
        for &key in keys {
            press(&mut harness, Modifiers::NONE, key);
        }
        assert_eq!(value(&harness, Role::TextInput, "Subject"), expected);
        assert!(!harness.get_by_role_and_label(Role::TextInput, "Subject").is_focused());
    }
}

#[test]
fn of_thousands_of_claims_on_the_same_words_as_many_are_drawn_as_can_be_told_apart() {
    let mut harness = window::window(None, SIZE, egui::Theme::Light);
    let mut workspace = Workspace::empty(Clock::System);
    workspace.sources().add(import_text(TEXT).unwrap(), Details::default());
    let document = workspace.selection.document.unwrap();
    let made: Vec<_> = (0..2_000).map(|_| workspace.claims().make(document, (14, 61).into()).unwrap()).collect();
    *harness.state_mut().workspace_mut() = workspace;
    harness.run();
    let bars = |harness: &Harness<'_, App>| harness.query_all_by_label_contains("No tag: ").count();
    assert!((1..20).contains(&bars(&harness)), "{} bars", bars(&harness));
    assert!(harness.query_by_label_contains("more claims here").is_some());
    // The chosen one is drawn in any case, and so is one on other words.
    harness.state_mut().workspace_mut().select().claim(made[1_500]);
    harness.run();
    let with_chosen = bars(&harness);
    harness.state_mut().workspace_mut().claims().make(document, (70, 90).into()).unwrap();
    harness.state_mut().workspace_mut().select().claim(made[1_500]);
    harness.run();
    assert_eq!(bars(&harness), with_chosen + 1);
}

#[test]
fn a_file_that_came_while_its_name_was_typed_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.ron");
    let mut harness = window::window(None, SIZE, egui::Theme::Light);
    harness.state_mut().open(Command::SaveAs);
    harness.run();
    harness.run();
    let field = harness.get_by_role_and_label(Role::TextInput, "Path");
    field.focus();
    field.type_text(path.to_str().unwrap());
    harness.run();
    assert_eq!(value(&harness, Role::TextInput, "Path"), path.to_str().unwrap());
    assert!(harness.query_by_role_and_label(Role::Button, "Save").is_some());
    std::fs::write(&path, "somebody else's").unwrap();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run();
    harness.state_mut().finish_jobs();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "somebody else's");
    assert!(harness.query_by_role_and_label(Role::Button, "Replace").is_some());
}

/// The content of a panel must not make it wider: in the next frame there would be more room to fill.
#[test]
fn a_panel_stays_as_wide_as_it_was_made() {
    let mut harness = two_sources();
    for tab in [Tab::Read, Tab::Claims, Tab::Targets, Tab::Scenarios] {
        harness.state_mut().view_mut().tab = tab;
        let claim = harness.state().workspace().notebook().claims.iter().next().unwrap().id;
        harness.state_mut().show_claim_in_reader(claim);
        harness.state_mut().view_mut().tab = tab;
        harness.run();
        if let Some(relate) = harness.query_by_label("Relate to another claim") {
            relate.click();
        }
        harness.run();
        let width = |harness: &mut Harness<'_, App>| harness.state_mut().view_mut().settings.views.clone();
        let before = width(&mut harness);
        for _ in 0..30 {
            harness.step();
        }
        assert_eq!(width(&mut harness), before, "{tab:?}");
    }
}

/// In the chart views, a key for the chosen claim first shows its form, even if the panel was hidden.
#[test]
fn a_claim_out_of_sight_comes_into_sight_and_then_the_key_acts() {
    for tab in [Tab::Targets, Tab::Scenarios] {
        let mut harness = two_sources();
        let claim = harness.state().workspace().notebook().claims.iter().next().unwrap().id;
        harness.state_mut().show_claim_in_reader(claim);
        harness.run();
        let view = harness.state_mut().view_mut();
        view.tab = tab;
        view.set_open(claimbook::store::Side::Claims, false);
        harness.run();
        let count = harness.state().workspace().notebook().claims.len();
        press(&mut harness, Modifiers::NONE, Key::Delete);
        harness.run();
        assert_eq!(harness.state().workspace().notebook().claims.len(), count);
        press(&mut harness, Modifiers::NONE, Key::Delete);
        harness.run();
        assert_eq!(harness.state().workspace().notebook().claims.len(), count - 1, "{tab:?}");
    }
}
