//! Who may ask: a browser that was given the token, under a name of this machine, from the studio's own page.
//! What is answered says what the page may do: its own files and nothing inline.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::desk::answer::Query;
use crate::desk::failure::Failure;
use crate::studio::state::Shared;

/// What a page of the studio may load and do.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
                      font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// The same on all answers.
const HEADERS: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
];

/// Characters of a token: 128 bits.
const TOKEN_BYTES: usize = 16;

/// A token that nobody can guess.
///
/// # Errors
/// If the system gives no chance.
pub fn token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Lets those through who may ask.
pub async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let mut response = match admit(&shared, &request) {
        Admitted::In => next.run(request).await,
        Admitted::Given(response) => response,
        Admitted::Refused(failure) => failure.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

enum Admitted {
    In,
    /// The token came with the address and goes into a cookie.
    Given(Response),
    Refused(Failure),
}

fn admit(shared: &Shared, request: &Request) -> Admitted {
    let headers = request.headers();
    let names = names(shared.port);
    // Another name that leads here is another page's (DNS rebinding).
    let host = single(headers, header::HOST);
    if !host.is_some_and(|host| names.iter().any(|name| name == host)) {
        return refuse(StatusCode::MISDIRECTED_REQUEST, "the studio is not asked under this name");
    }
    let origin = headers.contains_key(header::ORIGIN).then(|| single(headers, header::ORIGIN));
    let own = |origin: Option<&str>| {
        origin.and_then(|origin| origin.strip_prefix("http://")).is_some_and(|name| Some(name) == host)
    };
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    if origin.is_some_and(|origin| !safe && !own(origin)) {
        return refuse(StatusCode::FORBIDDEN, "the request comes from another page");
    }
    let site = single(headers, header::HeaderName::from_static("sec-fetch-site"));
    if !safe && site.is_some_and(|site| site == "cross-site" || site == "same-site") {
        return refuse(StatusCode::FORBIDDEN, "the request comes from another page");
    }
    let uri = request.uri();
    if uri.path() == "/"
        && safe
        && let Some(token) = Query::of(uri.query().unwrap_or_default()).text("token")
    {
        return match same(token, &shared.token) {
            true => Admitted::Given(entrance(shared)),
            false => refuse(StatusCode::UNAUTHORIZED, "the token of the address is not that of this studio"),
        };
    }
    if cookie(headers, &cookie_name(shared.port)).is_some_and(|token| same(token, &shared.token)) {
        return Admitted::In;
    }
    refuse(StatusCode::UNAUTHORIZED, "the studio opens by the address that it printed")
}

fn refuse(status: StatusCode, error: &str) -> Admitted {
    let hint = "open the address that `extra-credit studio` printed, with its token";
    Admitted::Refused(Failure::new(status.as_u16(), error).hint(hint))
}

/// Keeps the token in a cookie and shows the page without it.
fn entrance(shared: &Shared) -> Response {
    let cookie = format!("{}={}; HttpOnly; SameSite=Strict; Path=/", cookie_name(shared.port), shared.token);
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, HeaderValue::from_static("/"));
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        headers.insert(header::SET_COOKIE, cookie);
    }
    response
}

/// The names under which this machine asks itself.
fn names(port: u16) -> [String; 3] {
    ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}"))
}

fn cookie_name(port: u16) -> String {
    format!("studio-{port}")
}

/// The value of a header that is there once.
fn single(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(known, _)| *known == name).map(|(_, value)| value).next()
}

/// Whether two texts are the same, in a time that does not tell how far they are.
fn same(one: &str, other: &str) -> bool {
    let differ = one.bytes().zip(other.bytes()).fold(0, |sum, (one, other)| sum | (one ^ other));
    one.len() == other.len() && differ == 0
}
