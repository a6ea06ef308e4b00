//! Who may register a business.

use crate::environment::{ConfigError, Environment, REGISTRATION};

/// Who may register a business by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Registration {
    /// Nobody: a business is made by who runs the deployment.
    #[default]
    Closed,
    /// Anybody.
    Open,
}

impl Registration {
    /// Takes it from the environment. What is not said is closed: an open door costs whoever forgot it.
    pub fn start(environment: &Environment) -> Result<Self, ConfigError> {
        match environment.get(REGISTRATION.name).as_deref() {
            None | Some("closed") => Ok(Self::Closed),
            Some("open") => Ok(Self::Open),
            Some(_) => Err(REGISTRATION.wrong("it is closed or open")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_open_is_closed() {
        let read = |value: &str| {
            let environment = Environment::given([("REGISTRATION".to_owned(), value.to_owned())]);
            Registration::start(&environment).ok()
        };
        assert_eq!(Registration::start(&Environment::given([])).ok(), Some(Registration::Closed));
        assert_eq!(
            (read(""), read("closed"), read("open")),
            (Some(Registration::Closed), Some(Registration::Closed), Some(Registration::Open))
        );
        assert_eq!((read("Open"), read("yes")), (None, None));
    }
}
