//! Looks behind the scenes.

use crate::app::TestApp;

impl TestApp {
    /// How many items the table holds.
    pub async fn item_count(&self) -> i32 {
        let (mut count, mut after) = (0, None);
        loop {
            let scan = self.aws.dynamodb().scan().table_name(self.table.name());
            let page = scan.set_exclusive_start_key(after).send().await.unwrap();
            count += page.count();
            after = page.last_evaluated_key;
            if after.is_none() {
                return count;
            }
        }
    }
}
