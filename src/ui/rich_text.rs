//! What the clipboard holds besides plain text: egui gives only that.

/// The clipboard as HTML, where it has that form; read when a person pastes, never else.
pub(super) fn html() -> Option<String> {
    arboard::Clipboard::new().and_then(|mut clipboard| clipboard.get().html()).ok().filter(|html| !html.trim().is_empty())
}
