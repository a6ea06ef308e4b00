//! How a function is served: endpoints, queue consumers, schedules, authentication, errors, configuration, logs.
