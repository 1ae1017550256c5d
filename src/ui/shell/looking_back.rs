//! Finds in the background which targets were met or missed: in a large notebook this takes longer than a frame may.

use crate::ui::shell::app::App;
use crate::ui::shell::reply::Reply;
use crate::ui::view::charts::LookedBack;

impl App {
    /// Starts looking back on the state of the notebook that a view asked about, unless this is running already.
    pub(in crate::ui) fn look_back(&mut self) {
        let view = &mut self.view.scenarios;
        if view.is_looking_back {
            return;
        }
        let Some(on) = view.look_back_on.take() else { return };
        view.is_looking_back = true;
        let (generation, notebook) = (self.generation, self.workspace.notebook().clone());
        self.jobs.start_in_view("Looking back on targets", move |_| {
            Reply::LookedBack(generation, on, LookedBack::of(&notebook, on.1))
        });
    }
}
