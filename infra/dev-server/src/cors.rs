//! Which pages may call the API from a browser.

use std::time::Duration;

use local_services::gateway::Cors;

/// What `template.yaml` gives the API, so that a header that is missing there is missed here: a portal on its usual
/// port is of another origin than the API.
pub(crate) fn cors() -> Cors {
    let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
    Cors {
        allow_origins: list(&["http://localhost:3000"]),
        allow_methods: list(&["GET", "POST", "PUT", "PATCH", "DELETE"]),
        allow_headers: list(&["authorization", "content-type", "idempotency-key", "if-match"]),
        expose_headers: list(&["etag", "location", "retry-after", "x-request-id"]),
        allow_credentials: true,
        max_age: Some(Duration::from_secs(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in the template after `name:`, at its first place after `section:`.
    fn value<'a>(template: &'a str, section: &str, name: &str) -> &'a str {
        let lines = template.lines().map(str::trim).skip_while(|line| *line != format!("{section}:"));
        lines
            .map(|line| line.split_once(": "))
            .find_map(|line| line.filter(|(key, _)| *key == name))
            .unwrap()
            .1
    }

    #[test]
    fn browsers_may_do_here_what_the_template_lets_them() {
        let template = include_str!("../../../template.yaml");
        let of_api = |name| value(template, "CorsConfiguration", name);
        let list = |name| -> Vec<String> {
            let items = of_api(name).strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap();
            items.split(", ").map(str::to_owned).collect()
        };
        let deployed = Cors {
            allow_origins: vec![value(template, "PortalOrigin", "Default").to_owned()],
            allow_methods: list("AllowMethods"),
            allow_headers: list("AllowHeaders"),
            expose_headers: list("ExposeHeaders"),
            allow_credentials: of_api("AllowCredentials") == "true",
            max_age: of_api("MaxAge").parse().ok().map(Duration::from_secs),
        };
        assert_eq!(cors(), deployed);
    }
}
