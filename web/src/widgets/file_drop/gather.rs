//! Gathers files out of a drop or a choice, folders included, and reads them.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DragEvent, File, FileList, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry,
    FileSystemFileEntry, HtmlInputElement,
};

/// Files read from one drop at most; a whole disk dropped by mistake ends here.
const FILES_MAX: usize = 5_000;
/// Size of a file that is still read, in bytes; larger ones reach the application empty and are refused by name.
const BYTES_MAX: f64 = 64.0 * 1024.0 * 1024.0;

/// What the user pointed at.
pub(crate) struct Chosen {
    files: Vec<(String, File)>,
    folders: Vec<FileSystemDirectoryEntry>,
}

/// Files of a file input. In a folder, a name keeps its path, so that two of one name can be told apart.
pub(crate) fn chosen(input: &HtmlInputElement) -> Chosen {
    Chosen { files: input.files().map(|list| named(&list)).unwrap_or_default(), folders: Vec::new() }
}

/// Files and folders of a drop. Entries must be asked for at once: afterwards the browser empties the list.
pub(crate) fn dropped(event: &DragEvent) -> Chosen {
    let mut gathered = Chosen { files: Vec::new(), folders: Vec::new() };
    let Some(transfer) = event.data_transfer() else { return gathered };
    let items = transfer.items();
    for index in 0..items.length() {
        let Some(item) = items.get(index) else { continue };
        let entry = item.webkit_get_as_entry().ok().flatten();
        match entry.and_then(|entry| entry.dyn_into::<FileSystemDirectoryEntry>().ok()) {
            Some(folder) => gathered.folders.push(folder),
            // Opened from a disk, old kernels give a file's entry but not its content; the item gives both.
            None => gathered.files.extend(item.get_as_file().ok().flatten().map(|file| (file.name(), file))),
        }
    }
    if gathered.files.is_empty() && gathered.folders.is_empty() {
        gathered.files = transfer.files().map(|list| named(&list)).unwrap_or_default();
    }
    gathered
}

/// Whether files are being dragged, and not a text or a link of the page itself.
pub(crate) fn holds_files(event: &DragEvent) -> bool {
    let types = event.data_transfer().map(|transfer| transfer.types());
    types.is_some_and(|types| types.includes(&"Files".into(), 0))
}

fn named(list: &FileList) -> Vec<(String, File)> {
    let files = (0..list.length()).filter_map(|index| list.get(index));
    files.take(FILES_MAX).map(|file| (path_or_name(&file), file)).collect()
}

fn path_or_name(file: &File) -> String {
    let path =
        js_sys::Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
}

impl Chosen {
    /// All files, those in folders too.
    pub(crate) async fn files(self) -> Vec<(String, File)> {
        let Self { mut files, mut folders } = self;
        while let Some(folder) = folders.pop() {
            for entry in entries(&folder).await {
                if files.len() >= FILES_MAX {
                    return files;
                }
                match entry.dyn_into::<FileSystemDirectoryEntry>() {
                    Ok(inner) => folders.push(inner),
                    Err(entry) => files.extend(file_of(entry).await),
                }
            }
        }
        files
    }
}

/// Entries of a folder. The browser hands them out in portions until one is empty.
async fn entries(folder: &FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    while let Some(portion) = portion(&reader).await {
        if portion.length() == 0 || all.len() >= FILES_MAX {
            break;
        }
        all.extend(portion.iter().filter_map(|entry| entry.dyn_into::<FileSystemEntry>().ok()));
    }
    all
}

async fn portion(reader: &FileSystemDirectoryReader) -> Option<Array> {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        if reader.read_entries_with_callback_and_callback(&resolve, &reject).is_err() {
            drop(reject.call0(&JsValue::NULL));
        }
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

async fn file_of(entry: FileSystemEntry) -> Option<(String, File)> {
    let path = entry.full_path().trim_start_matches('/').to_owned();
    let entry: FileSystemFileEntry = entry.dyn_into().ok()?;
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    });
    let file = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    Some((path, file))
}

/// Content of a file; `None` when it cannot be read or is too large.
pub(crate) async fn read(file: &File) -> Option<Vec<u8>> {
    if file.size() > BYTES_MAX {
        return None;
    }
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Lets the browser draw before the next file.
pub(crate) async fn breathe() {
    let promise = Promise::new(&mut |resolve: Function, _| {
        Timeout::new(0, move || drop(resolve.call0(&JsValue::NULL))).forget();
    });
    drop(JsFuture::from(promise).await);
}
