//! Remembers which input the files of the last build came from, and what the files were: one that another
//! builder has touched since then is not fresh.

use crate::error::{At, Result};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

pub struct Stamp {
    path: PathBuf,
    input: u64,
}

impl Stamp {
    pub fn new(path: &Path, input: &[&[u8]]) -> Self {
        let mut hasher = DefaultHasher::new();
        input.hash(&mut hasher);
        Self {
            path: path.to_owned(),
            input: hasher.finish(),
        }
    }

    /// Whether `files` are what was last made, from this same input.
    pub fn is_fresh(&self, files: &[PathBuf]) -> bool {
        let now = self.words(files);
        now.is_some() && fs::read_to_string(&self.path).ok() == now
    }

    /// # Errors
    /// The file system's.
    pub fn write(&self, files: &[PathBuf]) -> Result<()> {
        fs::write(&self.path, self.words(files).unwrap_or_default()).at(&self.path)
    }

    /// None when a file is missing.
    fn words(&self, files: &[PathBuf]) -> Option<String> {
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
    fn fresh_until_input_or_output_changes() -> Result<()> {
        let folder = tempfile::tempdir().at(Path::new("a temporary folder"))?;
        let (path, file) = (folder.path().join("stamp"), folder.path().join("made"));
        let files = [file.clone()];
        let stamp = Stamp::new(&path, &[b"input"]);
        assert!(!stamp.is_fresh(&files), "nothing is there yet");

        fs::write(&file, "output").at(&file)?;
        stamp.write(&files)?;
        assert!(stamp.is_fresh(&files));
        assert!(!Stamp::new(&path, &[b"other input"]).is_fresh(&files));

        fs::write(&file, "somebody else's").at(&file)?;
        assert!(!stamp.is_fresh(&files));
        Ok(())
    }
}
