//! The folder the server serves from: whole files only, with compressed ones beside them in a release.

use crate::compress::{brotli, gzip};
use crate::error::{At, Result};
use std::fs;
use std::path::{Path, PathBuf};

pub struct Folder {
    path: PathBuf,
    compress: bool,
}

impl Folder {
    /// # Errors
    /// The folder cannot be made.
    pub fn open(path: &Path, compress: bool) -> Result<Self> {
        fs::create_dir_all(path).at(path)?;
        Ok(Self {
            path: path.to_owned(),
            compress,
        })
    }

    /// Writes a file, and with `compress` its `.br` and `.gz`. A file that is already so is left alone.
    ///
    /// # Errors
    /// The file system's.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<()> {
        if self.has(name, bytes) {
            return Ok(());
        }
        self.replace(name, bytes)?;
        if !self.compress {
            println!("{name}: {} bytes", bytes.len());
            return Ok(());
        }
        let (br, gz) = (brotli(bytes), gzip(bytes));
        self.replace(&format!("{name}.br"), &br)?;
        self.replace(&format!("{name}.gz"), &gz)?;
        println!(
            "{name}: {} bytes, brotli {}, gzip {}",
            bytes.len(),
            br.len(),
            gz.len()
        );
        Ok(())
    }

    /// Removes what is neither in `names` nor one of their compressed forms, such as the files of an
    /// earlier build that would be served in place of this one's.
    ///
    /// # Errors
    /// The file system's.
    pub fn keep_only(&self, names: &[String]) -> Result<()> {
        let kept = self.files(names);
        for entry in fs::read_dir(&self.path).at(&self.path)? {
            let path = entry.at(&self.path)?.path();
            if path.is_file() && !kept.contains(&path) {
                fs::remove_file(&path).at(&path)?;
            }
        }
        Ok(())
    }

    /// The paths of `names` and of their compressed forms.
    pub fn files(&self, names: &[String]) -> Vec<PathBuf> {
        let endings: &[&str] = if self.compress {
            &["", ".br", ".gz"]
        } else {
            &[""]
        };
        names
            .iter()
            .flat_map(|name| {
                endings
                    .iter()
                    .map(move |end| self.path.join(format!("{name}{end}")))
            })
            .collect()
    }

    fn has(&self, name: &str, bytes: &[u8]) -> bool {
        let files = self.files(&[name.to_owned()]);
        files.iter().all(|path| path.exists()) && fs::read(&files[0]).is_ok_and(|old| old == bytes)
    }

    /// A server that reads meanwhile sees the old file or the new one, never half of one.
    fn replace(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path.join(name);
        let unfinished = self.path.join(format!("{name}.new"));
        fs::write(&unfinished, bytes).at(&unfinished)?;
        fs::rename(&unfinished, &path).at(&path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn names(folder: &Path) -> BTreeSet<String> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn a_quick_build_leaves_nothing_of_the_release_before_it() -> Result<()> {
        let folder = tempfile::tempdir().at(Path::new("a temporary folder"))?;
        let kept = ["a.js".to_owned()];

        let release = Folder::open(folder.path(), true)?;
        release.put("a.js", b"let a = 1;")?;
        release.put("b.js", b"let b = 2;")?;
        release.keep_only(&kept)?;
        assert_eq!(
            names(folder.path()),
            ["a.js", "a.js.br", "a.js.gz"].map(str::to_owned).into()
        );

        let quick = Folder::open(folder.path(), false)?;
        quick.put("a.js", b"let a = 3;")?;
        quick.keep_only(&kept)?;
        assert_eq!(names(folder.path()), ["a.js".to_owned()].into());
        Ok(())
    }
}
