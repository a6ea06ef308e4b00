//! Answers that set or take away the cookie of the refresh token.

use http::{HeaderName, StatusCode};
use runtime::{Answer, ApiResult, Document, Rendered};
use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::{
        HeaderBuilder, Response,
        schema::{ObjectBuilder, Type},
    },
};

use crate::{cookie, views::SignedInView};

const SET_COOKIE: &str = "Set-Cookie";

/// 200, perhaps with the cookie of a refresh token. As it holds an access token, it is never compressed.
pub struct SignedIn<T> {
    pub(crate) record: T,
    /// None of a name: the browser keeps the one it has.
    pub(crate) cookies: Vec<String>,
}

impl<T: Serialize + ToSchema + Send> Answer for SignedIn<T> {
    const STATUS: StatusCode = StatusCode::OK;

    fn render(&self) -> ApiResult<Rendered> {
        let mut rendered = Rendered::json(&self.record)?;
        rendered.cookies.extend(self.cookies.iter().cloned());
        Ok(rendered)
    }

    fn describe(document: &mut Document) -> Response {
        document.json_response::<T>("The session goes on.", &[SET_COOKIE])
    }
}

/// 201 with the cookie of a refresh token, never compressed either.
pub struct Registered(pub(crate) SignedIn<SignedInView>);

impl Answer for Registered {
    const STATUS: StatusCode = StatusCode::CREATED;

    fn render(&self) -> ApiResult<Rendered> {
        self.0.render()
    }

    fn describe(document: &mut Document) -> Response {
        document.json_response::<SignedInView>("The tenant and its owner were created.", &[SET_COOKIE])
    }
}

/// 204; takes the cookie away if it belonged to the session that ended.
pub struct SignedOut {
    pub(crate) clear_cookie: bool,
}

impl Answer for SignedOut {
    const STATUS: StatusCode = StatusCode::NO_CONTENT;

    fn render(&self) -> ApiResult<Rendered> {
        let cookies = if self.clear_cookie { vec![cookie::clear()] } else { Vec::new() };
        // What this page has cached is of no use to whoever comes next. Not its storage, which holds the language.
        let rendered = Rendered { cookies, ..Rendered::default() };
        Ok(rendered.header(HeaderName::from_static("clear-site-data"), "\"cache\""))
    }

    fn describe(_: &mut Document) -> Response {
        let mut response = Document::empty_response("The session has ended.");
        let text = ObjectBuilder::new().schema_type(Type::String);
        response
            .headers
            .insert(SET_COOKIE.to_owned(), HeaderBuilder::new().schema(Some(text)).build().into());
        response
    }
}
