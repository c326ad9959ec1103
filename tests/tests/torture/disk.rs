//! A small disk of its own for a profile: an ext4 image behind a loop device. Needs to be root and to have loop devices.

use std::path::{Path, PathBuf};
use std::process::Command;

use tests::browser::Browser;
use tests::product::{Desk, Walk};

use crate::origin::Origin;
use crate::profile::{self, Evidence, Profile};

/// Room for a profile and what a session adds to it.
const MEGABYTES: usize = 160;
const PROFILE: &str = "profile";

/// An image, mounted.
pub(crate) struct Disk {
    image: PathBuf,
    mount: PathBuf,
    mounted: bool,
}

impl Disk {
    /// Makes an empty disk of so many megabytes.
    pub(crate) fn make(desk: &Desk, name: &str, megabytes: usize) -> Walk<Self> {
        let image = desk.path(&format!("{name}.img"));
        run("truncate", &["-s", &format!("{megabytes}M"), &text(&image)])?;
        // Nothing kept back for root, because the browser here may be root.
        run("mkfs.ext4", &["-q", "-F", "-m", "0", "-b", "4096", &text(&image)])?;
        Self::of(desk, name, image)
    }

    /// Makes a disk with a profile on it that holds a book, all of it sent down.
    pub(crate) fn with_book(desk: &Desk, name: &str) -> Walk<Self> {
        let disk = Self::make(desk, name, MEGABYTES)?;
        profile::copy(&Profile::with_book(Origin::File)?.dir(), &disk.path(PROFILE))?;
        disk.settle()?;
        Ok(disk)
    }

    /// Starts the browser on that profile.
    pub(crate) fn start(&self) -> Walk<Browser> {
        profile::start_on(&self.path(PROFILE))
    }

    /// What pages have stored in that profile by now.
    pub(crate) fn evidence(&self) -> Walk<Evidence> {
        Evidence::of(&self.path(PROFILE))
    }

    /// Mounts an image.
    fn of(desk: &Desk, name: &str, image: PathBuf) -> Walk<Self> {
        let mount = desk.path(name);
        std::fs::create_dir_all(&mount)?;
        let mut disk = Self { image, mount, mounted: false };
        disk.remount()?;
        Ok(disk)
    }

    /// Why there can be no such disk on this machine; nothing when there can.
    pub(crate) fn missing() -> Option<String> {
        let attempt = || -> Walk {
            let desk = Desk::new()?;
            Self::make(&desk, "attempt", 8).map(drop)
        };
        attempt()
            .err()
            .map(|error| format!("no loop device here: {}", error.message().unwrap_or_default().trim()))
    }

    /// The disk as it would be after a power cut at this moment: the image holds what the file system has really sent
    /// down, and nothing that still waits in memory.
    pub(crate) fn cut(&self, desk: &Desk, name: &str) -> Walk<Self> {
        let copy = desk.path(&format!("{name}.img"));
        run("cp", &["--sparse=always", &text(&self.image), &text(&copy)])?;
        Self::of(desk, name, copy)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.mount.join(name)
    }

    /// Sends down all that waits in memory.
    pub(crate) fn settle(&self) -> Walk {
        run("sync", &["-f", &text(&self.mount)])
    }

    /// Fills the disk until so many blocks are left.
    pub(crate) fn fill(&self, blocks: usize) -> Walk {
        self.settle()?;
        let free = self.free_blocks()?.saturating_sub(blocks);
        let filler = self.path("filler");
        run("fallocate", &["-l", &(free * 4096).to_string(), &text(&filler)]).or_else(|_| {
            // The file system needs some blocks to note where the file is.
            run("fallocate", &["-l", &(free.saturating_sub(4) * 4096).to_string(), &text(&filler)])
        })
    }

    /// Gives the room back.
    pub(crate) fn free(&self) -> Walk {
        Ok(std::fs::remove_file(self.path("filler"))?)
    }

    fn free_blocks(&self) -> Walk<usize> {
        let told = Command::new("stat").args(["-f", "-c", "%a"]).arg(&self.mount).output()?;
        Ok(String::from_utf8_lossy(&told.stdout).trim().parse()?)
    }

    fn remount(&mut self) -> Walk {
        run("mount", &["-o", "loop", &text(&self.image), &text(&self.mount)])?;
        self.mounted = true;
        Ok(())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.mounted {
            // Processes of a killed browser may still be ending on it.
            let _ = Command::new("umount").arg("--lazy").arg(&self.mount).status();
        }
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn run(program: &str, arguments: &[&str]) -> Walk {
    let done = Command::new(program).args(arguments).output();
    let done = done.map_err(|error| format!("{program}: {error}"))?;
    if done.status.success() {
        return Ok(());
    }
    Err(format!("{program} {arguments:?}: {}", String::from_utf8_lossy(&done.stderr)).into())
}
