mod settings;
mod voice_agents;
mod voice_connection;
