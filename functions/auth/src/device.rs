//! Which accounts a browser has signed in to before: a cookie of its own, which outlives sessions.
//!
//! Guessing makes strangers wait, together for each account. Who signed in from this device before is none of them: they
//! have a limit of their own there, so that no stranger keeps them out (OWASP, "Device cookies"). An address would not
//! do: many people have the same, and one person has many.
//!
//! In the cookie are an id that was drawn at random, digests of up to ten accounts (a front desk is shared), the last one
//! first, and a MAC over all of it. The digests tell nobody whose accounts they are, and cannot be put together anew.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::throttle::DeviceId;
use ring::hmac;
use runtime::{Core, Meta};
use store::email_owners::EmailDigest;
use subtle::ConstantTimeEq;

/// `__Host-`: no other host can set or read it.
const NAME: &str = "__Host-navaia-device";
/// The longest that browsers keep a cookie.
const LIFE_SECONDS: u32 = 400 * 24 * 60 * 60;
const MAX_ACCOUNTS: usize = 10;
const ID_BYTES: usize = 16;
const ACCOUNT_BYTES: usize = 16;
const MAC_BYTES: usize = 32;
/// What is signed begins with what it is for.
const FOR_ACCOUNTS: &[u8] = b"account\0";
const FOR_COOKIES: &[u8] = b"cookie\0";

/// Whether a browser says that it has the cookie: the keys are only needed then.
pub(crate) fn is_sent(meta: &Meta) -> bool {
    meta.cookie(NAME).is_some()
}

/// A browser that somebody signs in with.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    id: DeviceId,
    /// The last one first.
    accounts: Vec<[u8; ACCOUNT_BYTES]>,
}

impl Device {
    /// A device that nobody has signed in on.
    pub(crate) fn new(core: &Core) -> Self {
        Self { id: DeviceId(core.random.next_u128().to_be_bytes()), accounts: Vec::new() }
    }

    /// The device that a request comes from, if it has a cookie of ours.
    pub(crate) fn read(meta: &Meta, key: &hmac::Key) -> Option<Self> {
        Self::parse(meta.cookie(NAME)?, key)
    }

    fn parse(text: &str, key: &hmac::Key) -> Option<Self> {
        const MOST_BYTES: usize = ID_BYTES + MAX_ACCOUNTS * ACCOUNT_BYTES + MAC_BYTES;
        if text.len() > MOST_BYTES * 4 / 3 + 4 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (signed, mac) = bytes.split_at_checked(bytes.len().checked_sub(MAC_BYTES)?)?;
        if !bool::from(hmac::sign(key, &[FOR_COOKIES, signed].concat()).as_ref().ct_eq(mac)) {
            return None;
        }
        let (id, accounts) = signed.split_first_chunk::<ID_BYTES>()?;
        let (accounts, rest) = accounts.as_chunks::<ACCOUNT_BYTES>();
        rest.is_empty().then(|| Self { id: DeviceId(*id), accounts: accounts.to_vec() })
    }

    /// What attempts on it are counted by.
    pub(crate) fn id(&self) -> DeviceId {
        self.id
    }

    /// Whether somebody signed in to this account on it.
    pub(crate) fn knows(&self, email: &EmailDigest, key: &hmac::Key) -> bool {
        self.accounts.contains(&self.digest(email, key))
    }

    /// The cookie of the device after somebody signed in to this account on it.
    pub(crate) fn cookie_after_sign_in(mut self, email: &EmailDigest, key: &hmac::Key) -> String {
        let digest = self.digest(email, key);
        self.accounts.retain(|account| *account != digest);
        self.accounts.insert(0, digest);
        self.accounts.truncate(MAX_ACCOUNTS);
        let text = self.to_text(key);
        format!("{NAME}={text}; Max-Age={LIFE_SECONDS}; Path=/; Secure; HttpOnly; SameSite=Strict")
    }

    fn to_text(&self, key: &hmac::Key) -> String {
        let mut bytes = self.id.0.to_vec();
        bytes.extend(self.accounts.as_flattened());
        let mac = hmac::sign(key, &[FOR_COOKIES, &bytes].concat());
        bytes.extend(mac.as_ref());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Another on each device, so that cookies of two devices cannot be compared.
    fn digest(&self, email: &EmailDigest, key: &hmac::Key) -> [u8; ACCOUNT_BYTES] {
        let mac = hmac::sign(key, &[FOR_ACCOUNTS, &self.id.0, email.as_str().as_bytes()].concat());
        let mut digest = [0; ACCOUNT_BYTES];
        digest.copy_from_slice(&mac.as_ref()[..ACCOUNT_BYTES]);
        digest
    }
}

#[cfg(test)]
mod tests {
    use domain::email::EmailAddress;

    use super::*;

    fn key(byte: u8) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &[byte; 32])
    }

    fn email(number: usize) -> EmailDigest {
        EmailDigest::of(&EmailAddress::new(&format!("user{number}@example.com")).unwrap())
    }

    fn device() -> Device {
        Device { id: DeviceId([7; 16]), accounts: Vec::new() }
    }

    /// The device of a cookie that was set.
    fn read(cookie: &str, key: &hmac::Key) -> Option<Device> {
        Device::parse(cookie.split_once('=')?.1.split(';').next()?, key)
    }

    #[test]
    fn a_shared_device_knows_the_last_ten() {
        let key = key(1);
        let mut device = device();
        for number in 0..12 {
            device = read(&device.cookie_after_sign_in(&email(number), &key), &key).unwrap();
        }
        // Again, which makes it the last one.
        device = read(&device.cookie_after_sign_in(&email(2), &key), &key).unwrap();
        device = read(&device.cookie_after_sign_in(&email(12), &key), &key).unwrap();
        let known: Vec<usize> = (0..13).filter(|number| device.knows(&email(*number), &key)).collect();
        assert_eq!(known, [2, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        assert!(device.to_text(&key).len() <= 280);
    }

    #[test]
    fn a_cookie_that_was_changed_or_made_up_is_none() {
        let (own, other) = (key(1), key(2));
        let cookie = device().cookie_after_sign_in(&email(1), &own);
        let text = cookie.split_once('=').unwrap().1.split(';').next().unwrap();
        assert!(Device::parse(text, &own).is_some_and(|device| device.knows(&email(1), &own)));
        assert!(Device::parse(text, &other).is_none());
        let bytes = URL_SAFE_NO_PAD.decode(text).unwrap();
        for index in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[index] ^= 1;
            assert!(Device::parse(&URL_SAFE_NO_PAD.encode(&changed), &own).is_none(), "{index}");
            assert!(Device::parse(&URL_SAFE_NO_PAD.encode(&bytes[..index]), &own).is_none(), "{index}");
        }
        for text in ["", "x", "====", &"A".repeat(300), &"A".repeat(100_000)] {
            assert!(Device::parse(text, &own).is_none());
        }
    }

    #[test]
    fn no_account_of_one_device_can_be_put_into_another() {
        let key = key(1);
        let known = read(&device().cookie_after_sign_in(&email(1), &key), &key).unwrap();
        let other = Device { id: DeviceId([8; 16]), accounts: known.accounts };
        assert!(!other.knows(&email(1), &key));
    }
}
