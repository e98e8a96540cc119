//! Remembers from which input the last build made which files.

use crate::error::{Result, WithPath};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// A file with the hashes of the input and the output of a build.
pub struct BuildStamp {
    path: PathBuf,
    input: u64,
}

impl BuildStamp {
    /// Creates the stamp of a build from this input. `path` is where the stamp of the last build is.
    pub fn new(path: &Path, input: &[&[u8]]) -> Self {
        let mut hasher = DefaultHasher::new();
        input.hash(&mut hasher);
        Self {
            path: path.to_owned(),
            input: hasher.finish(),
        }
    }

    /// Returns whether the last build made `files` from the same input, and nothing has changed them since. Another
    /// tool, such as cargo-leptos, can write the same files.
    pub fn is_fresh(&self, files: &[PathBuf]) -> bool {
        let content = self.content(files);
        content.is_some() && fs::read_to_string(&self.path).ok() == content
    }

    /// Writes the stamp after a build has made `files`.
    ///
    /// # Errors
    /// Returns [`Error::File`](crate::error::Error::File) if the stamp cannot be written.
    pub fn write(&self, files: &[PathBuf]) -> Result<()> {
        fs::write(&self.path, self.content(files).unwrap_or_default()).with_path(&self.path)
    }

    /// Returns the content of the stamp file, or `None` if one of `files` is missing.
    fn content(&self, files: &[PathBuf]) -> Option<String> {
        let mut hasher = DefaultHasher::new();
        for file in files {
            fs::read(file).ok()?.hash(&mut hasher);
        }
        Some(format!("{:016x} {:016x}\n", self.input, hasher.finish()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_fresh_until_input_or_output_changes() -> Result<()> {
        let folder = tempfile::tempdir().with_path(Path::new("a temporary folder"))?;
        let (path, file) = (folder.path().join("stamp"), folder.path().join("output"));
        let files = [file.clone()];
        let stamp = BuildStamp::new(&path, &[b"input"]);
        assert!(!stamp.is_fresh(&files), "there is no file yet");

        fs::write(&file, "output").with_path(&file)?;
        stamp.write(&files)?;
        assert!(stamp.is_fresh(&files));
        assert!(!BuildStamp::new(&path, &[b"other input"]).is_fresh(&files));

        fs::write(&file, "of another tool").with_path(&file)?;
        assert!(!stamp.is_fresh(&files));
        Ok(())
    }
}
