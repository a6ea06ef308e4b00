//! Digests of passwords: Argon2id (RFC 9106) with the least parameters that OWASP recommends.
//!
//! Each takes some 30 ms of CPU and 19 MiB of memory, away from the thread that serves requests.

use std::sync::{Mutex, PoisonError};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use domain::password::Password;
use runtime::{ApiError, ApiResult};
use tokio::sync::Semaphore;

/// Memory in KiB.
const MEMORY: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;
/// Lanes.
const LANES: u32 = 1;
/// Length of what comes out.
const OUTPUT_BYTES: usize = Params::DEFAULT_OUTPUT_LEN;

/// A digest of nobody's password, made with the present parameters. It is checked where there is no user, so that an
/// unknown e-mail address takes as long as a wrong password.
pub(crate) const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bmF2YWlhIG5vYm9keSEhIQ$xGXhyQsGP1xE4oXqGxHG2GZrKpJt4jk6nYEcvbE3Zm8";

/// How many are worked on at once in one process. Lambda gives a process one request at a time; the local stack does
/// not, and a flood of sign-ins must not take all memory.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// The memory of digests that were made, for the next ones; no more than [`AT_ONCE`] at any time. Given back to the
/// allocator, such large pieces leave holes behind: a process grew to 210 MB in a hundred sign-ins.
static SPARE: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

/// What a check of a password found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// It is another one.
    Wrong,
    /// It is the one.
    Right,
    /// It is the one, but its digest was made with other parameters than those of today.
    RightButOutdated,
}

/// The digest to keep of a new password. The salt is random.
pub(crate) async fn digest(password: Password, salt: [u8; 16]) -> ApiResult<String> {
    blocking(move || {
        let params = params()?;
        let hash = output(Algorithm::Argon2id, Version::V0x13, &params, &password, &salt, OUTPUT_BYTES)?;
        let digest = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params).map_err(ApiError::internal)?,
            salt: Some(Salt::new(&salt).map_err(ApiError::internal)?),
            hash: Some(hash),
        };
        Ok(digest.to_string())
    })
    .await
}

/// Whether the password is the one of the digest.
pub(crate) async fn check(password: Password, digest: String) -> ApiResult<Checked> {
    blocking(move || {
        let digest = PasswordHash::new(&digest).map_err(ApiError::internal)?;
        let (Some(salt), Some(expected)) = (digest.salt, digest.hash) else {
            return Err(ApiError::internal("a digest of a password without its salt or its end"));
        };
        let algorithm = Algorithm::try_from(digest.algorithm.as_str()).map_err(ApiError::internal)?;
        let version = digest.version.map(Version::try_from).transpose().map_err(ApiError::internal)?;
        let params = Params::try_from(&digest).map_err(ApiError::internal)?;
        let version = version.unwrap_or_default();
        let found = output(algorithm, version, &params, &password, &salt, expected.len())?;
        // Takes as long wherever they differ.
        if found != expected {
            return Ok(Checked::Wrong);
        }
        Ok(if is_current(&digest)? { Checked::Right } else { Checked::RightButOutdated })
    })
    .await
}

/// What Argon2 makes of a password.
fn output(
    algorithm: Algorithm,
    version: Version,
    params: &Params,
    password: &Password,
    salt: &[u8],
    length: usize,
) -> ApiResult<Output> {
    let spare = || SPARE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut memory = spare().pop().unwrap_or_default();
    // What is in it is of no matter: the first pass writes all of it before it is read.
    let blocks = params.block_count();
    if memory.len() < blocks {
        memory.resize(blocks, Block::default());
    }
    let mut output = [0; Output::MAX_LENGTH];
    let output = output.get_mut(..length).ok_or_else(|| ApiError::internal("a digest that is too long"))?;
    Argon2::new(algorithm, version, params.clone())
        .hash_password_into_with_memory(
            password.expose().as_bytes(),
            salt,
            output,
            memory.get_mut(..blocks).unwrap_or_default(),
        )
        .map_err(ApiError::internal)?;
    spare().push(memory);
    Output::new(output).map_err(ApiError::internal)
}

fn params() -> ApiResult<Params> {
    Params::new(MEMORY, PASSES, LANES, None).map_err(ApiError::internal)
}

fn is_current(digest: &PasswordHash) -> ApiResult<bool> {
    let params = ParamsString::try_from(&params()?).map_err(ApiError::internal)?;
    Ok(digest.algorithm == Algorithm::Argon2id.ident()
        && digest.version == Some(Version::V0x13.into())
        && digest.params == params)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> ApiResult<T> + Send + 'static) -> ApiResult<T> {
    let _permit = AT_ONCE.acquire().await.map_err(ApiError::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::{PasswordHasher, PasswordVerifier};

    use super::*;

    fn password(text: &str) -> Password {
        Password::new(text).unwrap()
    }

    #[tokio::test]
    async fn a_digest_knows_its_password() {
        let made = digest(password("correct horse battery"), [3; 16]).await.unwrap();
        assert!(made.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{made}");
        assert_eq!(check(password("correct horse battery"), made.clone()).await.unwrap(), Checked::Right);
        assert_eq!(check(password("correct horse batterY"), made).await.unwrap(), Checked::Wrong);
    }

    #[tokio::test]
    async fn digests_are_those_of_the_library_whatever_is_in_the_memory() {
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params().unwrap());
        for (text, salt) in [("correct horse battery", [3; 16]), ("staple staple staple", [4; 16])] {
            let expected = argon2.hash_password_with_salt(text.as_bytes(), &salt).unwrap().to_string();
            for _ in 0..2 {
                assert_eq!(digest(password(text), salt).await.unwrap(), expected);
            }
            assert!(argon2.verify_password(text.as_bytes(), &PasswordHash::new(&expected).unwrap()).is_ok());
        }
    }

    #[tokio::test]
    async fn a_digest_with_other_parameters_is_outdated() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
        let made = weak.hash_password_with_salt(b"correct horse battery", &[3; 16]).unwrap().to_string();
        let checked = check(password("correct horse battery"), made).await.unwrap();
        assert_eq!(checked, Checked::RightButOutdated);
    }

    #[tokio::test]
    async fn nobody_costs_as_much_as_somebody_and_is_never_right() {
        assert!(is_current(&PasswordHash::new(NOBODY).unwrap()).unwrap());
        let made = digest(password("correct horse battery"), [3; 16]).await.unwrap();
        let (somebody, nobody) = (PasswordHash::new(&made).unwrap(), PasswordHash::new(NOBODY).unwrap());
        assert_eq!(
            somebody.hash.unwrap().as_bytes().len(),
            nobody.hash.unwrap().as_bytes().len(),
            "the same length of output"
        );
        let checked = check(password("correct horse battery"), NOBODY.to_owned()).await.unwrap();
        assert_eq!(checked, Checked::Wrong);
    }

    #[tokio::test]
    async fn a_broken_digest_is_our_fault() {
        let error = check(password("correct horse battery"), "rubbish".to_owned()).await.unwrap_err();
        assert_eq!(error.status().as_u16(), 500);
    }
}
