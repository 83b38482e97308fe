//! Sealing bytes with a key that no script can read.
//!
//! AES-GCM (256 bits, a fresh 96-bit nonce each time) under a WebCrypto key that is not extractable
//! and lives in IndexedDB: a copy of the storage, a backup or an export holds nothing that opens the
//! seal elsewhere. Script that runs in this page could still use the key; what keeps that out is the
//! page's policy, not this file.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::database::Store;
use super::entropy;

const NAME: &str = "seal";
const NONCE_BYTES: usize = 12;

/// Why nothing can be sealed or opened here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// No WebCrypto: the page is served neither over https nor from this machine.
    #[error("the page is not in a secure context")]
    InsecureContext,
    /// IndexedDB is blocked or broken.
    #[error("the browser keeps no database for this page")]
    NoDatabase,
    /// The seal does not open: another key, or damaged bytes.
    #[error("the seal does not open")]
    Broken,
}

/// Bytes under seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The nonce of this seal.
    pub iv: Vec<u8>,
    /// The closed bytes with their tag.
    pub bytes: Vec<u8>,
}

/// Closes `plain`, making the sealing key on first use.
pub async fn seal(plain: &[u8]) -> Result<Sealed, VaultError> {
    let subtle = subtle()?;
    let key = match stored_key().await? {
        Some(key) => key,
        None => make_key(&subtle).await?,
    };
    let iv = entropy::bytes::<NONCE_BYTES>();
    let promise =
        subtle.encrypt_with_object_and_u8_array(&algorithm(&iv), &key, plain).map_err(|_| VaultError::Broken)?;
    Ok(Sealed { iv: iv.to_vec(), bytes: resolve_bytes(promise).await? })
}

/// Opens a seal.
pub async fn open(sealed: &Sealed) -> Result<Vec<u8>, VaultError> {
    let subtle = subtle()?;
    let key = stored_key().await?.ok_or(VaultError::Broken)?;
    let promise = subtle
        .decrypt_with_object_and_u8_array(&algorithm(&sealed.iv), &key, &sealed.bytes)
        .map_err(|_| VaultError::Broken)?;
    resolve_bytes(promise).await
}

fn subtle() -> Result<SubtleCrypto, VaultError> {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok()).ok_or(VaultError::InsecureContext)?;
    // Insecure contexts have `crypto` without `subtle`, though the binding says otherwise.
    Reflect::get(&crypto, &"subtle".into())
        .ok()
        .and_then(|subtle| subtle.dyn_into().ok())
        .ok_or(VaultError::InsecureContext)
}

fn algorithm(iv: &[u8]) -> Object {
    object(&[("name", "AES-GCM".into()), ("iv", Uint8Array::from(iv).into())])
}

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a fresh object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

async fn resolve_bytes(promise: js_sys::Promise) -> Result<Vec<u8>, VaultError> {
    let buffer = JsFuture::from(promise).await.map_err(|_| VaultError::Broken)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

async fn stored_key() -> Result<Option<CryptoKey>, VaultError> {
    let value = Store::Keys.get(NAME).await.map_err(|_| VaultError::NoDatabase)?;
    Ok(value.and_then(|value| value.dyn_into().ok()))
}

async fn make_key(subtle: &SubtleCrypto) -> Result<CryptoKey, VaultError> {
    let algorithm = object(&[("name", "AES-GCM".into()), ("length", 256.into())]);
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let promise = subtle.generate_key_with_object(&algorithm, false, &uses).map_err(|_| VaultError::InsecureContext)?;
    let key: CryptoKey =
        JsFuture::from(promise).await.ok().and_then(|key| key.dyn_into().ok()).ok_or(VaultError::InsecureContext)?;
    match Store::Keys.add(NAME, key.as_ref()).await {
        Ok(()) => Ok(key),
        // Another tab made one in the meantime: that one counts.
        Err(_) => stored_key().await?.ok_or(VaultError::NoDatabase),
    }
}
