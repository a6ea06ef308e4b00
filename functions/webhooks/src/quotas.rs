//! How much may be delivered through each connection.
//!
//! Counted in the memory of this process. The table is asked once for every 32 deliveries or megabyte, and once more for
//! each connection and day whose quota is reached.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::{
    ids::ConnectionId,
    quota::{Amount, Meter, Quota, Verdict},
};
use jiff::Timestamp;
use runtime::{
    ConfigError, Environment, FunctionContext, Variable,
    environment::{DELIVERED_MB_PER_DAY, DELIVERED_MB_PER_MINUTE, DELIVERIES_PER_DAY, DELIVERIES_PER_MINUTE},
};
use store::{Table, delivery_counts, voice::Hook};

/// Of more connections than this, those with nothing to remember are forgotten.
const MANY_CONNECTIONS: usize = 4_096;
const MEGABYTE: u64 = 1_000_000;

/// Counts deliveries, and says what becomes of them.
pub(crate) struct Quotas {
    table: Table,
    quota: Quota,
    meters: Mutex<HashMap<ConnectionId, Meter>>,
}

impl Quotas {
    pub(crate) fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        let quota = configured(&context.environment)?;
        Ok(Self { table: context.table()?, quota, meters: Mutex::default() })
    }

    /// What becomes of a delivery of which so many bytes are to be kept.
    pub(crate) async fn judge(&self, hook: Hook, bytes: u64, now: Timestamp) -> Verdict {
        let (verdict, telling) = self.with(hook, now, |meter| {
            let verdict = meter.count(&self.quota, bytes, now);
            (verdict, meter.tell())
        });
        let Hook { connection_id, tenant } = hook;
        let mut verdict = verdict;
        if let Some(telling) = telling {
            let (day, amount) = (telling.day(), telling.amount());
            match delivery_counts::add(&self.table, tenant, connection_id, day, amount, None).await {
                Ok(total) => self.with(hook, now, |meter| {
                    meter.learn(&self.quota, &telling, total.amount(), now);
                    if verdict == Verdict::Keep {
                        verdict = meter.judge_again(&self.quota, bytes);
                    }
                }),
                // No delivery is lost for want of its count.
                Err(error) => {
                    tracing::warn!(%error, "Deliveries could not be counted");
                    self.with(hook, now, |meter| meter.not_told(&telling));
                }
            }
        }
        if verdict == Verdict::KeepHead && self.with(hook, now, Meter::reach) {
            self.tell_that_it_is_reached(hook, now).await;
        }
        verdict
    }

    async fn tell_that_it_is_reached(&self, hook: Hook, now: Timestamp) {
        let Hook { connection_id, tenant } = hook;
        let day = domain::quota::day_of(now);
        tracing::warn!("The day's quota of deliveries is used up");
        let none = Amount::default();
        let marked = delivery_counts::add(&self.table, tenant, connection_id, day, none, Some(now)).await;
        if let Err(error) = marked {
            tracing::warn!(%error, "That a quota is used up could not be noted");
        }
    }

    fn with<T>(&self, hook: Hook, now: Timestamp, use_it: impl FnOnce(&mut Meter) -> T) -> T {
        let mut meters = lock(&self.meters);
        if meters.len() >= MANY_CONNECTIONS && !meters.contains_key(&hook.connection_id) {
            meters.retain(|_, meter| !meter.is_idle(now));
        }
        use_it(meters.entry(hook.connection_id).or_insert_with(|| Meter::new(now)))
    }
}

/// The quotas that this deployment has chosen.
fn configured(environment: &Environment) -> Result<Quota, ConfigError> {
    let number = |variable: Variable, usual: u64| match environment.get(variable.name) {
        None => Ok(usual),
        Some(text) => match text.parse::<u64>() {
            Ok(number) if number > 0 => Ok(number),
            _ => Err(variable.wrong("it is a whole number from 1")),
        },
    };
    let megabytes =
        |variable, usual| number(variable, usual / MEGABYTE).map(|number| number.saturating_mul(MEGABYTE));
    let Quota { minute, day } = Quota::USUAL;
    Ok(Quota {
        minute: Amount {
            deliveries: number(DELIVERIES_PER_MINUTE, minute.deliveries)?,
            bytes: megabytes(DELIVERED_MB_PER_MINUTE, minute.bytes)?,
        },
        day: Amount {
            deliveries: number(DELIVERIES_PER_DAY, day.deliveries)?,
            bytes: megabytes(DELIVERED_MB_PER_DAY, day.bytes)?,
        },
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
