//! Tokens in files, such as the projected volumes of Kubernetes.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

use crate::error::excerpt;

/// The maximum size of a file in bytes. Tokens have a few thousand.
pub(super) const LIMIT: usize = 64 * 1024;

/// Reads the file at `path`; the error is a reason for people.
pub(super) fn read(path: &Path) -> Result<SecretString, String> {
    let failed = |cause: io::Error| excerpt(&cause.to_string());
    // Opening a pipe blocks until another process writes to it.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err("it is not a regular file".to_owned());
    }
    let file = File::open(path).map_err(failed)?;
    let mut content = Zeroizing::new(Vec::with_capacity(LIMIT + 1));
    file.take(LIMIT as u64 + 1).read_to_end(&mut content).map_err(failed)?;
    if content.len() > LIMIT {
        return Err(format!("it has more than {LIMIT} bytes, so it is not a token"));
    }
    let text = std::str::from_utf8(&content).map_err(|_| "it is not UTF-8".to_owned())?;
    Ok(text.trim().into())
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use std::os::unix::fs::symlink;
    #[cfg(unix)]
    use std::process::Command;

    use secrecy::ExposeSecret;
    use tempfile::TempDir;

    use super::*;

    fn written(content: &[u8]) -> Result<SecretString, String> {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("token");
        fs::write(&path, content).unwrap();
        read(&path)
    }

    #[test]
    fn a_token_is_the_text_of_a_file() {
        for content in ["sesame", " sesame\r\n", "\nsesame"] {
            assert_eq!(written(content.as_bytes()).unwrap().expose_secret(), "sesame");
        }
        let longest = "a".repeat(LIMIT);
        assert_eq!(written(longest.as_bytes()).unwrap().expose_secret(), longest);
    }

    #[test]
    fn what_is_no_token_is_explained() {
        assert!(written(b"\xffsesame").unwrap_err().contains("not UTF-8"));
        assert!(written(&[b'a'; LIMIT + 1]).unwrap_err().contains("more than 65536 bytes"));
        let folder = TempDir::new().unwrap();
        assert!(read(folder.path()).unwrap_err().contains("not a regular file"));
        assert!(read(&folder.path().join("absent")).unwrap_err().contains("No such file"));
    }

    #[cfg(unix)]
    #[test]
    fn what_has_no_end_is_not_read() {
        let folder = TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (pipe, endless, circle) = (at("pipe"), at("endless"), at("circle"));
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        symlink("/dev/zero", &endless).unwrap();
        symlink(&circle, &circle).unwrap();
        assert!(read(&pipe).unwrap_err().contains("not a regular file"));
        assert!(read(&endless).unwrap_err().contains("not a regular file"));
        assert!(read(&circle).unwrap_err().contains("symbolic links"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_to_where_it_leads_at_the_time() {
        let folder = TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("first"), "first").unwrap();
        fs::write(at("second"), "second").unwrap();
        for name in ["first", "second"] {
            // As Kubernetes replaces what it projects: the new link takes the place of the old one at once.
            symlink(at(name), at("new")).unwrap();
            fs::rename(at("new"), at("token")).unwrap();
            assert_eq!(read(&at("token")).unwrap().expose_secret(), name);
        }
    }
}
