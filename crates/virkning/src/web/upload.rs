//! Files that forms bring. A file is written to the data folder as it comes, readable by its owner only, and goes again
//! unless the page keeps it; it never lies in memory as a whole. The form's fields must stand before the file, so that
//! nothing is written for somebody who may not send it.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest as _, Request};
use axum::http::{HeaderMap, header};

use super::Web;
use super::request::Arrived;
use crate::app::failure::{Failure, Refusal};
use crate::app::token::new_token;

/// The largest file that a form may bring: 8 GB. A larger one is put into the inbox on the server.
pub const FILE_BYTES_MAX: u64 = 8 * 1024 * 1024 * 1024;

/// The longest text of a field, in bytes, and the most fields.
const FIELD_BYTES_MAX: usize = 64 * 1024;
const FIELDS_MAX: usize = 64;

/// A file that came with a form.
pub struct Upload {
    /// The field of the form.
    pub field: String,
    /// What the user calls it; only its last part, and never a path here.
    pub name: String,
    /// How long it is.
    pub bytes: u64,
    path: PathBuf,
    is_kept: AtomicBool,
}

impl Upload {
    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes it over: it stays, and whoever took it sees to it that it goes.
    pub fn keep(&self) -> &Path {
        self.is_kept.store(true, Ordering::Relaxed);
        &self.path
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.is_kept.load(Ordering::Relaxed) {
            // It may have been moved away; then there is nothing to do.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Whether a request brings a form with parts.
pub fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// Takes the fields and the files of a form. Whether the user may send files is asked before the first one; where not,
/// the rest is left unread.
pub async fn take(
    web: &Web,
    arrived: &mut Arrived,
    request: Request,
    may: impl AsyncFnOnce(Arrived) -> bool,
) -> Result<(), Failure> {
    let broken = || Failure::from(Refusal::new("upload-broken"));
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let mut may = Some(may);
    while let Some(mut part) = parts.next_field().await.map_err(|_| broken())? {
        let field = part.name().unwrap_or_default().to_owned();
        let Some(name) = part.file_name().map(last_part) else {
            if arrived.fields.len() >= FIELDS_MAX {
                return Err(broken());
            }
            let text = text_of(&mut part).await?;
            arrived.fields.push((field, text));
            continue;
        };
        if let Some(may) = may.take() {
            let Arrived { path, places, fields, headers, .. } = &*arrived;
            let (path, places, fields, headers) = (path.clone(), places.clone(), fields.clone(), headers.clone());
            if !may(Arrived { path, places, fields, headers, sent: Vec::new(), files: Vec::new() }).await {
                return Ok(());
            }
        }
        let upload = file_of(web, field, name, &mut part).await?;
        arrived.files.push(upload);
    }
    Ok(())
}

async fn text_of(part: &mut Field<'_>) -> Result<String, Failure> {
    let broken = || Failure::from(Refusal::new("upload-broken"));
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|_| broken())? {
        if bytes.len() + piece.len() > FIELD_BYTES_MAX {
            return Err(broken());
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_| broken())
}

async fn file_of(web: &Web, field: String, name: String, part: &mut Field<'_>) -> Result<Upload, Failure> {
    let path = web.folder.uploads().join(new_token(&*web.world)?);
    let tried = |error: std::io::Error| Failure::operating("tried-write", &path, error);
    let mut file: File = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(tried)?;
    let mut upload = Upload { field, name, bytes: 0, path: path.clone(), is_kept: AtomicBool::new(false) };
    loop {
        let piece = part.chunk().await.map_err(|_| Failure::from(Refusal::new("upload-broken")))?;
        let Some(piece) = piece else { break };
        upload.bytes += piece.len() as u64;
        if upload.bytes > FILE_BYTES_MAX {
            let most = FILE_BYTES_MAX / (1024 * 1024 * 1024);
            return Err(Refusal::new("upload-too-large").with("gigabytes", most).into());
        }
        tokio::task::block_in_place(|| file.write_all(&piece)).map_err(tried)?;
    }
    tokio::task::block_in_place(|| file.sync_all()).map_err(tried)?;
    Ok(upload)
}

/// The last part of a name, whichever way its parts are written, without signs that no name needs.
fn last_part(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|sign| !sign.is_control()).take(120).collect();
    if plain.trim_matches('.').is_empty() { "fil".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_path() {
        let check = |name: &str, expected: &str| assert_eq!(last_part(name), expected);
        check("dream202502.csv", "dream202502.csv");
        check("C:\\data\\dream.csv", "dream.csv");
        check("../../etc/passwd", "passwd");
        check("..", "fil");
        check("a\u{0}b\n.csv", "ab.csv");
        check("", "fil");
    }
}
