//! Endpoints of what a business sees first.

pub mod dashboard;
pub mod pulse;

#[cfg(test)]
mod tests;

use runtime::Function;

/// The functions of this resource.
pub fn functions() -> Vec<Function> {
    vec![Function::endpoint::<dashboard::GetDashboard>(), Function::endpoint::<pulse::GetPulse>()]
}
