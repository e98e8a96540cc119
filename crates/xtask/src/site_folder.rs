//! The folder that the server serves files from. In a release each file has compressed forms beside it.

use crate::compress::{brotli, gzip};
use crate::error::{Result, WithPath};
use std::fs;
use std::path::{Path, PathBuf};

pub struct SiteFolder {
    path: PathBuf,
    compress: bool,
}

impl SiteFolder {
    /// Opens the folder, and creates it if it does not exist.
    ///
    /// # Errors
    /// Returns [`Error::File`](crate::error::Error::File) if the folder cannot be created.
    pub fn open(path: &Path, compress: bool) -> Result<Self> {
        fs::create_dir_all(path).with_path(path)?;
        Ok(Self {
            path: path.to_owned(),
            compress,
        })
    }

    /// Writes a file, and in a release its `.br` and `.gz` forms. Does nothing if the file has this content already.
    ///
    /// # Errors
    /// Returns [`Error::File`](crate::error::Error::File) if a file cannot be written.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        // Compression at the highest level takes long.
        if self.has_content(name, bytes) {
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

    /// Removes all files except `names` and their compressed forms.
    ///
    /// # Errors
    /// Returns [`Error::File`](crate::error::Error::File) if the folder cannot be read, or a file cannot be removed.
    pub fn remove_all_except(&self, names: &[String]) -> Result<()> {
        // The server prefers compressed files. Those of an earlier release would hide the files of a dev build.
        let current = self.paths(names);
        for entry in fs::read_dir(&self.path).with_path(&self.path)? {
            let path = entry.with_path(&self.path)?.path();
            if path.is_file() && !current.contains(&path) {
                fs::remove_file(&path).with_path(&path)?;
            }
        }
        Ok(())
    }

    /// Returns the paths of `names` and of their compressed forms.
    pub fn paths(&self, names: &[String]) -> Vec<PathBuf> {
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

    fn has_content(&self, name: &str, bytes: &[u8]) -> bool {
        let paths = self.paths(&[name.to_owned()]);
        paths.iter().all(|path| path.exists()) && fs::read(&paths[0]).is_ok_and(|old| old == bytes)
    }

    /// Replaces a file in one step, so that a running server never reads half a file.
    fn replace(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path.join(name);
        let unfinished = self.path.join(format!("{name}.new"));
        fs::write(&unfinished, bytes).with_path(&unfinished)?;
        fs::rename(&unfinished, &path).with_path(&path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn file_names(folder: &Path) -> BTreeSet<String> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn a_dev_build_removes_compressed_files_of_an_earlier_release() -> Result<()> {
        let folder = tempfile::tempdir().with_path(Path::new("a temporary folder"))?;
        let names_to_keep = ["a.js".to_owned()];

        let release = SiteFolder::open(folder.path(), true)?;
        release.write("a.js", b"let a = 1;")?;
        release.write("b.js", b"let b = 2;")?;
        release.remove_all_except(&names_to_keep)?;
        assert_eq!(
            file_names(folder.path()),
            ["a.js", "a.js.br", "a.js.gz"].map(str::to_owned).into()
        );

        let dev = SiteFolder::open(folder.path(), false)?;
        dev.write("a.js", b"let a = 3;")?;
        dev.remove_all_except(&names_to_keep)?;
        assert_eq!(file_names(folder.path()), ["a.js".to_owned()].into());
        Ok(())
    }
}
