//! Posts and inventories, taken in.

use super::Taking;
use crate::totals::act::NewPost;
use crate::totals::id::{CostedPostId, InventoryId};
use crate::totals::record::{InventoryRecord, PostRecord};
use crate::{InventoryEntry, InventoryFault, PostChange};
use mandate::Actor;
use terms::{Date, ReplayError};

impl Taking<'_> {
    pub(super) fn enter_post(&mut self, new: &NewPost, by: &Actor, on: Date) {
        let stamp = self.stamp(by, on);
        let value = PostRecord { id: new.id.clone(), title: new.title.clone(), post: new.post, stamp };
        self.state.posts.insert(self.entry, new.id.clone(), value);
    }

    pub(super) fn plan_change(&mut self, id: &CostedPostId, change: PostChange) -> Result<(), ReplayError> {
        let missing = self.missing("change to plan in post", id);
        let held = self.post(id)?;
        held.post = held.post.planned(change).ok_or(missing)?;
        Ok(())
    }

    pub(super) fn complete_change(&mut self, id: &CostedPostId, on: Date) -> Result<(), ReplayError> {
        let missing = self.missing("planned change of post", id);
        let held = self.post(id)?;
        held.post = held.post.completed(on).ok_or(missing)?;
        Ok(())
    }

    pub(super) fn enter_item(
        &mut self,
        id: &InventoryId,
        entry: &InventoryEntry,
        by: &Actor,
        on: Date,
    ) -> Result<(), ReplayError> {
        let unsound = |fault: InventoryFault| ReplayError::Unsound { entry: self.entry, reason: fault.to_string() };
        let row = entry.row().map_err(unsound)?;
        let stamp = self.stamp(by, on);
        let value = InventoryRecord { id: id.clone(), entry: entry.clone(), row, stamp, withdrawn: None };
        self.state.items.insert(self.entry, id.clone(), value);
        Ok(())
    }

    pub(super) fn withdraw_item(&mut self, id: &InventoryId, by: &Actor, on: Date) -> Result<(), ReplayError> {
        let (missing, stamp) = (self.missing("row", id), self.stamp(by, on));
        self.state.items.change(self.entry, id).ok_or(missing)?.withdrawn = Some(stamp);
        Ok(())
    }

    fn post(&mut self, id: &CostedPostId) -> Result<&mut PostRecord, ReplayError> {
        let missing = self.missing("costed post", id);
        self.state.posts.change(self.entry, id).ok_or(missing)
    }
}
