//! Where things are: the checkout and the folders the automation writes to.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The checkout. Everything written goes below `target/` (ours to lose) or `dist/` (the product).
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    root: PathBuf,
}

impl Paths {
    /// The checkout this run belongs to: cargo names it at run time, so a copied `target/` is harmless.
    pub(crate) fn find() -> Result<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let manifest = manifest.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
        let root = manifest.ancestors().nth(2).context("crates/xtask is two folders below the root")?;
        Ok(Self { root: root.to_path_buf() })
    }

    /// The checkout in a given folder.
    pub(crate) fn at(root: &Path) -> Self {
        Self { root: root.to_path_buf() }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What wasm is compiled in, apart from native builds, which so keep their cache.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.root.join("target/wasm")
    }

    /// The packages from npm.
    pub(crate) fn node(&self) -> PathBuf {
        self.root.join("target/node")
    }

    /// Fonts and browsers the checks need.
    pub(crate) fn provision(&self) -> PathBuf {
        self.root.join("target/provision")
    }

    /// Where tests leave every document they make, for the validator.
    pub(crate) fn documents(&self) -> PathBuf {
        self.root.join("target/documents")
    }

    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The product: one file.
    pub(crate) fn single_file(&self) -> PathBuf {
        self.dist().join("ducha.html")
    }

    /// The product as static files.
    pub(crate) fn site(&self) -> PathBuf {
        self.dist().join("site")
    }

    /// The final module, kept for `size` and the scan; not part of the product.
    pub(crate) fn final_module(&self) -> PathBuf {
        self.wasm_target().join("ducha.wasm")
    }
}
