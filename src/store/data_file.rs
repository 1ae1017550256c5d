//! Small files of the program's own data: what is kept for a notebook on this computer and belongs to nobody else's copy of it.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::atomic::beside;
use super::disk::{Disk as _, RealDisk};
use super::{SaveError, resolved, write_over};

/// The largest such file that is read, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// Loads a file of data; the default if there is none. The error says what is wrong with the file.
pub fn load_data<T: DeserializeOwned + Default>(path: &Path) -> Result<T, String> {
    match RealDisk.read(&resolved(path), MAX_BYTES) {
        Ok(bytes) => ron::de::from_bytes(&bytes).map_err(|error| error.to_string()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(error.to_string()),
    }
}

/// Gives a damaged file of data another name, so that the next one does not replace it. Returns that name.
pub fn put_aside(path: &Path) -> PathBuf {
    let aside = beside(path, ".damaged");
    if let Err(error) = std::fs::rename(path, &aside) {
        log::warn!("{} was not put aside: {error}", path.display());
    }
    aside
}

/// Writes a file of data; creates its folder if needed.
pub fn save_data<T: Serialize>(data: &T, path: &Path) -> Result<(), SaveError> {
    let failed = |source| SaveError::failed(path, source);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let text = ron::ser::to_string(data).map_err(|error| failed(std::io::Error::other(error)))?;
    write_over(path, text.as_bytes())
}
