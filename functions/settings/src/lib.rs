//! Endpoints of settings.

pub mod collected_data;
pub mod get;
mod settings_view;
pub mod update;
pub mod voice;

#[cfg(test)]
mod tests;

use runtime::Function;

/// The functions of this resource.
pub fn functions() -> Vec<Function> {
    vec![
        Function::endpoint::<get::GetSettings>(),
        Function::endpoint::<update::UpdateSettings>(),
        Function::endpoint::<collected_data::get::GetCollectedData>(),
        Function::endpoint::<collected_data::put::PutCollectedData>(),
        Function::endpoint::<collected_data::preview::PreviewCollectedData>(),
        Function::endpoint::<voice::get_connection::GetVoiceConnection>(),
        Function::endpoint::<voice::put_credentials::PutVoiceCredentials>(),
        Function::endpoint::<voice::list_agents::ListVoiceAgents>(),
        Function::endpoint::<voice::register_agent::RegisterVoiceAgent>(),
        Function::endpoint::<voice::remove_agent::RemoveVoiceAgent>(),
    ]
}
