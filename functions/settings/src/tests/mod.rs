mod collected_data;
mod settings;
mod voice_agents;
mod voice_connection;
