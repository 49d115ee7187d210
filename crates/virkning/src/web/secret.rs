//! The secrets of one-time codes are encrypted in the store, under a key of their own that lies with the other keys: a
//! copy of the store alone gives no codes.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};

use virkning_model::hex;
use virkning_model::id::AgreementId;

use super::Web;
use super::request::Standing;
use crate::app::failure::{Failure, Refusal};
use crate::app::folder::write_whole;

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

impl Web {
    /// Encrypts the secret of a user.
    pub(super) fn sealed_secret(&self, user: &str, secret: &[u8]) -> Result<Vec<u8>, Failure> {
        let mut nonce = [0; NONCE_BYTES];
        self.world.random(&mut nonce).map_err(|error| Refusal::new("internal").with("what", error))?;
        let payload = Payload { msg: secret, aad: user.as_bytes() };
        let sealed = cipher(self.login_key()?).encrypt((&nonce).into(), payload);
        let sealed = sealed.map_err(|error| Refusal::new("internal").with("what", error))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts the secret of a user; nothing where it was encrypted for another user or under another key.
    pub(super) fn opened_secret(&self, user: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>, Failure> {
        let Some((nonce, sealed)) = sealed.split_first_chunk::<NONCE_BYTES>() else { return Ok(None) };
        let payload = Payload { msg: sealed, aad: user.as_bytes() };
        Ok(cipher(self.login_key()?).decrypt(nonce.into(), payload).ok())
    }

    /// Encrypts a list that was sent, for the page that comes back with it: for this user, session and agreement only.
    pub(super) fn sealed_upload(
        &self,
        standing: &Standing,
        agreement: &AgreementId,
        name: &str,
        profile: &str,
        bytes: &[u8],
    ) -> Result<String, Failure> {
        let head =
            serde_json::to_vec(&(name, profile)).map_err(|error| Refusal::new("internal").with("what", error))?;
        let length = u32::try_from(head.len()).unwrap_or(u32::MAX).to_be_bytes();
        let whole = [length.as_slice(), &head, bytes].concat();
        Ok(hex::encode(&self.sealed_secret(&upload(standing, agreement), &whole)?))
    }

    /// Name, profile and bytes of such a list; nothing for what was encrypted elsewhere, or is not whole.
    pub(super) fn opened_upload(
        &self,
        standing: &Standing,
        agreement: &AgreementId,
        sealed: &str,
    ) -> Result<Option<(String, String, Vec<u8>)>, Failure> {
        let Some(sealed) = hex::decode_all(sealed) else { return Ok(None) };
        let Some(whole) = self.opened_secret(&upload(standing, agreement), &sealed)? else { return Ok(None) };
        let parts = whole
            .split_first_chunk::<4>()
            .and_then(|(length, rest)| rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?));
        let Some((head, bytes)) = parts else { return Ok(None) };
        let head: Option<(String, String)> = serde_json::from_slice(head).ok();
        Ok(head.map(|(name, profile)| (name, profile, bytes.to_vec())))
    }

    /// The key; it is made at first use.
    pub(super) fn login_key(&self) -> Result<[u8; KEY_BYTES], Failure> {
        let path = self.folder.keys().join("login.key");
        if !path.exists() {
            let mut key = [0; KEY_BYTES];
            self.world.random(&mut key).map_err(|error| Refusal::new("internal").with("what", error))?;
            write_whole(&path, &key)?;
        }
        let bytes = std::fs::read(&path).map_err(|error| Failure::operating("tried-read", &path, error))?;
        // Visitors come this far; what the file is called is not theirs to know.
        let damaged = || Refusal::new("internal").with("what", format!("{} is damaged", path.display()));
        bytes.try_into().map_err(|_| damaged().into())
    }
}

/// What an upload is bound to. The key of the session's forms looks different on every page, the hash of its token does not.
fn upload(standing: &Standing, agreement: &AgreementId) -> String {
    format!("upload/{}/{}/{agreement}", standing.user.id, standing.login.token)
}

fn cipher(key: [u8; KEY_BYTES]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&key).into())
}
